using System.Globalization;
using System.Text;
using Bench.Core;

namespace Bench.Reports;

/// <summary>The parts of a page that are text: findings, failures, what was skipped, the machine and its tools.</summary>
internal static class RunSections
{
    /// <summary>Cases of a finding or a reason that are shown before they are folded.</summary>
    private const int FoldedBeyond = 3;

    /// <summary>Of one kind. Beyond it they are counted: the matrix and report.csv name every one.</summary>
    private const int Most = 200;

    internal static string Findings(Summary summary)
    {
        StringBuilder html = new();
        foreach (FindingGroup kind in FindingGroup.Of(summary.Findings))
        {
            html.Append($"<article class=\"finding\" data-finding=\"{HtmlText.Escape(kind.Id)}\">\n<h4>{HtmlText.Escape(kind.Id.Replace('-', ' '))}{(kind.Findings.Count > 1 ? $" <span class=\"count\">{kind.Findings.Count}</span>" : "")}</h4>\n");
            html.Append(List(kind.Findings.Select(static one => one.Case is CaseId caseId ? $"<code>{HtmlText.Escape(caseId.ToString())}</code> {HtmlText.Escape(one.Text)}" : HtmlText.Escape(one.Text)), "cases"));
            foreach (string advice in kind.Findings.Select(static one => one.Advice).Distinct().Take(FoldedBeyond))
                html.Append($"<p class=\"advice\">{HtmlText.Escape(advice)}</p>\n");
            html.Append("</article>\n");
        }
        return html.Length > 0 ? html.ToString() : "<p>None.</p>\n";
    }

    internal static string Failures(Summary summary)
    {
        StringBuilder html = new();
        Outcome.Failed[] all = [.. OutcomeText.Failures(summary)];
        foreach (Outcome.Failed failed in all.Take(Most))
        {
            html.Append($"<article class=\"failure\">\n<h4><code>{HtmlText.Escape(failed.Case.ToString())}</code> <span class=\"cause\">{HtmlText.Escape(failed.Cause.Name())}</span></h4>\n<p>{HtmlText.Escape(failed.Error)}</p>\n");
            if (OutcomeText.FirstLines(failed.StderrTail) is { Count: > 0 } lines)
                html.Append($"<details><summary>standard error</summary><pre tabindex=\"0\">{HtmlText.Lines(lines)}</pre></details>\n");
            html.Append("</article>\n");
        }
        if (all.Length > Most)
            html.Append($"<p>And {all.Length - Most} more, which the matrix and report.csv name.</p>\n");
        return html.Length > 0 ? html.ToString() : "<p>None.</p>\n";
    }

    internal static string Skipped(Summary summary)
    {
        string[] items = [.. OutcomeText.Skips(summary).GroupBy(static one => one.Reason)
            .Select(static group => $"{string.Join(", ", group.Select(static one => $"<code>{HtmlText.Escape(one.Backend)}</code>"))}: {HtmlText.Escape(group.Key)}")];
        return items.Length > 0 ? $"<ul>\n{string.Concat(items.Select(static item => $"<li>{item}</li>\n"))}</ul>\n" : "<p>None.</p>\n";
    }

    /// <summary>What was recognised: the images with boxes around faces. Empty where no images were sent.</summary>
    internal static string Pictures(RunRecord run) => run.Pictures.Count == 0 ? ""
        : $"<div class=\"pictures\">\n{string.Concat(run.Pictures.Take(Most).Select(Picture))}</div>\n";

    private static string Picture(PictureRecord picture)
    {
        FaceAnswer? face = FaceAnswer.Parse(picture.Answer);
        string box = face?.Box is FaceBox found
            ? string.Create(CultureInfo.InvariantCulture, $"<span class=\"box\" style=\"left:{100 * (found.CentreX - (found.Width / 2)):0.###}%;top:{100 * (found.CentreY - (found.Height / 2)):0.###}%;width:{100 * found.Width:0.###}%;height:{100 * found.Height:0.###}%\"></span>")
            : "";
        string says = HtmlText.Escape(PictureText.Of(picture));
        return $"<figure class=\"picture\"><div><img src=\"data:image/png;base64,{Convert.ToBase64String(picture.Image)}\" alt=\"{says}\">{box}</div><figcaption>{says}</figcaption></figure>\n";
    }

    internal static string Facts(RunRecord run) =>
        $"<dl>\n{string.Concat(RunFacts.Of(run).Select(static fact => $"<div><dt>{HtmlText.Escape(fact.Name)}</dt><dd>{HtmlText.Escape(fact.Value)}</dd></div>\n"))}</dl>\n";

    internal static string Tools(RunHeader header) => Table("Tools and their versions", ["tool", "version"],
        header.Tools.Select(static tool => new[] { HtmlText.Escape(tool.Title), HtmlText.Escape(tool.Version) }));

    internal static string Backends(RunNumbers run) => Table("Backends with versions and flags", ["backend", "what it is", "class", "version", "flags"],
        run.Backends.Where(backend => run.Summary.Cases.Any(one => one.Backend == backend.Id && !run.Summary.WasSkipped(one)))
            .Select(static one => new[] { $"<code>{HtmlText.Escape(one.Id)}</code>", HtmlText.Escape(one.Title), HtmlText.Escape(one.Class.Name()), HtmlText.Escape(one.Version ?? "–"), $"<code class=\"flags\">{HtmlText.Escape(one.Flags)}</code>" }));

    internal static string Workloads(RunHeader header) => Table("Workloads with their arguments", ["workload", "size", "arguments"],
        from workload in header.Workloads
        from size in workload.Sizes
        select new[] { HtmlText.Escape(workload.Id), HtmlText.Escape(size.Key), $"<code>{HtmlText.Escape(ArgumentText.Of(size.Value))}</code>" });

    /// <returns>Empty where no images were looked at.</returns>
    internal static string PerImage(RunNumbers run) => string.Concat(PerImageTables.Of(run.Summary, run.Baseline).Select(static table =>
        $"<p class=\"note\">{HtmlText.Escape(table.Caption)}</p>\n"
        + Table(table.Title, [.. table.Columns.Select(static one => one.Header)], table.Rows.Select(static row => row.Select(static cell => HtmlText.Escape(cell.Text)).ToArray()), "plain numbers")
        + string.Concat(table.Notes.Select(static note => $"<p class=\"note\">{HtmlText.Escape(note)}</p>\n"))));

    /// <param name="cells">HTML.</param>
    /// <param name="style">Its classes in report.css.</param>
    private static string Table(string caption, string[] columns, IEnumerable<string[]> cells, string style = "plain") =>
        $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{HtmlText.Escape(caption)}\"><table class=\"{style}\"><caption>{HtmlText.Escape(caption)}</caption>\n<thead><tr>{string.Concat(columns.Select(static one => $"<th scope=\"col\">{HtmlText.Escape(one)}</th>"))}</tr></thead>\n<tbody>\n"
        + string.Concat(cells.Select(static row => $"<tr><th scope=\"row\">{row[0]}</th>{string.Concat(row.Skip(1).Select(static cell => $"<td>{cell}</td>"))}</tr>\n"))
        + "</tbody></table></div>\n";

    /// <param name="items">HTML.</param>
    private static string List(IEnumerable<string> items, string what)
    {
        string[] all = [.. items.Select(static item => $"<li>{item}</li>\n")];
        string rest = all.Length > Most ? $"<p>And {all.Length - Most} more, which report.csv names.</p>\n" : "";
        return all.Length <= FoldedBeyond + 1 ? $"<ul>\n{string.Concat(all)}</ul>\n"
            : $"<ul>\n{string.Concat(all.Take(FoldedBeyond))}</ul>\n<details><summary>{all.Length - FoldedBeyond} more {what}</summary><ul>\n{string.Concat(all.Take(Most).Skip(FoldedBeyond))}</ul>{rest}</details>\n";
    }
}
