using System.Security.Cryptography;
using System.Text;
using Bench.Core;

namespace Bench.Reports;

/// <summary>report.html: one file that needs nothing else, neither a server nor a network.</summary>
public static class HtmlReport
{
    private static readonly string[] s_script = ["page", "data", "text", "table", "tips", "figures", "choices"];

    /// <param name="tools">Where Vega is found; null leaves the figures out.</param>
    public static async Task<string> RenderAsync(IReadOnlyList<Summary> summaries, string baseline, Toolbox? tools, CancellationToken ct, IReadOnlyList<FailedMachine>? failures = null)
    {
        RunNumbers[] runs = [.. summaries.Select(one => new RunNumbers(one, baseline))];
        (IReadOnlyList<string> libraries, string? missing) = await VegaLibraries.ReadAsync(tools, ct);
        string script = Script();
        StringBuilder html = new(capacity: 1 << 21);
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        // Vega compiles its expressions with Function. Nothing may be loaded, and no script runs but those of this file.
        html.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-eval' {string.Join(' ', libraries.Append(script).Select(Hash))}; base-uri 'none'; form-action 'none'\">\n");
        html.Append("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Append($"<title>Benchmark report: {HtmlText.Escape(string.Join("; ", runs.Select(static run => run.Summary.Run.Header.Machine.ToString()).Distinct()))}</title>\n");
        html.Append($"<style>\n{EmbeddedText.Read("report.css")}</style>\n</head>\n<body>\n");
        Body(html, runs, missing, failures ?? []);
        html.Append($"<script type=\"application/json\" id=\"data\">{PageData.Json(runs, baseline)}</script>\n");
        foreach (string one in libraries.Append(script))
            html.Append($"<script>{one}</script>\n");
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Body(StringBuilder html, RunNumbers[] runs, string? missing, IReadOnlyList<FailedMachine> failures)
    {
        html.Append("<a class=\"skip\" href=\"#main\">Skip to the numbers</a>\n<header class=\"top\">\n<h1>Benchmark report</h1>\n");
        if (runs.Length > 1)
        {
            html.Append("<div class=\"tabs\" role=\"tablist\" aria-label=\"Machine\">\n");
            for (int i = 0; i < runs.Length; i++)
                html.Append($"<button type=\"button\" role=\"tab\" id=\"tab-{i}\" aria-controls=\"main\" aria-selected=\"{(i == 0 ? "true" : "false")}\" tabindex=\"{(i == 0 ? 0 : -1)}\" data-run=\"{i}\">{HtmlText.Escape(TitleOf(runs[i]))}</button>\n");
            html.Append("</div>\n<p class=\"hint\">One machine at a time: no number, mean or colour here compares two of them.</p>\n");
        }
        OfRuns(html, runs, (run, _) => $"<p class=\"machine\">{HtmlText.Escape(TitleOf(run))}</p>\n<p class=\"verdict\">{string.Join(' ', Verdict.Of(run).Select(static line => $"<span>{HtmlText.Escape(line)}</span>"))}</p>\n");
        if (failures.Count > 0)
            html.Append($"<ul class=\"notice\" id=\"failed-machines\">\n{string.Concat(failures.Select(static one => $"<li>{HtmlText.Escape(one.Line)}</li>\n"))}</ul>\n");
        bool pictures = runs.Any(static run => run.Summary.Run.Pictures.Count > 0);
        html.Append("<nav aria-label=\"Sections\"><a href=\"#matrix\">Matrix</a>");
        bool perImage = runs.Any(static run => PerImageTables.Concern(run.Summary));
        if (perImage)
            html.Append("<a href=\"#per-image\">Per image</a>");
        if (pictures)
            html.Append("<a href=\"#pictures\">Pictures</a>");
        foreach (IFigure figure in FigureCatalog.All)
            html.Append($"<a href=\"#{figure.Id}\" data-figure-link=\"{figure.Id}\">{HtmlText.Escape(figure.Title.Replace(FigureWords.Baseline, runs[0].Baseline))}</a>");
        html.Append("<a href=\"#findings\">Findings</a><a href=\"#failures\">Failed and skipped</a><a href=\"#setup\">Machine and tools</a></nav>\n</header>\n");
        html.Append("<noscript><p class=\"notice\">The numbers of this page are shown by its script, which does not run here; report.md has them as tables.</p></noscript>\n");

        html.Append("<main id=\"main\">\n").Append(Controls);
        html.Append("<section aria-labelledby=\"matrix\">\n<h2 id=\"matrix\">Matrix</h2>\n<p id=\"matrix-note\" class=\"note\"></p>\n<div id=\"table\" class=\"scroll\"></div>\n<div id=\"legend\" class=\"legend\"></div>\n</section>\n");
        if (perImage)
        {
            html.Append("<section aria-labelledby=\"per-image\">\n<h2 id=\"per-image\">Per image</h2>\n");
            OfRuns(html, runs, static (run, _) => RunSections.PerImage(run));
            html.Append("</section>\n");
        }
        if (pictures)
        {
            html.Append("<section aria-labelledby=\"pictures\">\n<h2 id=\"pictures\">Pictures</h2>\n<p class=\"note\">The images that the stream was given, reduced, with a box around the likeliest face where its score is at least 0.75.</p>\n");
            OfRuns(html, runs, static (run, _) => RunSections.Pictures(run.Summary.Run));
            html.Append("</section>\n");
        }
        html.Append("<section aria-labelledby=\"figures\">\n<h2 id=\"figures\">Figures</h2>\n");
        if (missing is not null)
            html.Append($"<p class=\"notice\" id=\"no-figures\">{HtmlText.Escape(missing)}</p>\n");
        html.Append("<p class=\"note\">They follow the choices above.</p>\n");
        foreach (IFigure figure in FigureCatalog.All)
            html.Append($"<figure id=\"{figure.Id}\" data-figure=\"{figure.Id}\" hidden><figcaption><h3>{HtmlText.Escape(figure.Title.Replace(FigureWords.Baseline, runs[0].Baseline))}</h3><p class=\"what\"></p><p>{HtmlText.Escape(figure.Caption)}</p><p class=\"thinned\" hidden></p></figcaption><div class=\"plot scroll\" role=\"img\"></div></figure>\n");
        html.Append("</section>\n<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n<p class=\"note\">Doubts about the numbers, one block a kind.</p>\n");
        OfRuns(html, runs, static (run, _) => RunSections.Findings(run.Summary));
        html.Append("</section>\n<section aria-labelledby=\"failures\">\n<h2 id=\"failures\">Failed and skipped</h2>\n");
        OfRuns(html, runs, static (run, _) => $"<h3>Failed</h3>\n{RunSections.Failures(run.Summary)}<h3>Skipped</h3>\n{RunSections.Skipped(run.Summary)}");
        html.Append("</section>\n<section aria-labelledby=\"setup\">\n<h2 id=\"setup\">Machine and tools</h2>\n");
        OfRuns(html, runs, static (run, _) => RunSections.Facts(run.Summary.Run) + RunSections.Workloads(run.Summary.Run.Header) + RunSections.Backends(run) + RunSections.Tools(run.Summary.Run.Header));
        html.Append("</section>\n</main>\n<footer><p>Medians over processes. What is measured and what it cannot tell: docs/measuring.md of Bench.</p></footer>\n<div id=\"tip\" role=\"tooltip\" hidden></div>\n");
    }

    /// <summary>A block a run; the script shows one at a time.</summary>
    private static void OfRuns(StringBuilder html, RunNumbers[] runs, Func<RunNumbers, int, string> content)
    {
        for (int i = 0; i < runs.Length; i++)
            html.Append($"<div data-of-run=\"{i}\">\n{content(runs[i], i)}</div>\n");
    }

    private const string Controls = """
        <form id="controls" aria-label="What is shown" autocomplete="off">
        <fieldset id="sizes"><legend>size</legend></fieldset>
        <label>measure <select id="measure"></select></label>
        <fieldset id="shows"><legend>show</legend>
        <label><input type="radio" name="show" value="value" checked><span>value</span></label>
        <label><input type="radio" name="show" value="ratio"><span>ratio</span></label>
        </fieldset>
        <label>find <input id="find" type="search" placeholder="backend or workload" spellcheck="false"></label>
        <fieldset id="classes"><legend>class</legend></fieldset>
        <details id="more"><summary>backends, workloads, more</summary>
        <fieldset id="workloads"><legend>workloads</legend></fieldset>
        <fieldset id="backends"><legend>backends</legend></fieldset>
        <label class="check"><input type="checkbox" id="intervals"><span>intervals in the cells</span></label>
        <label class="check"><input type="checkbox" id="absent"><span>backends without a number</span></label>
        </details>
        </form>

        """;

    private static string TitleOf(RunNumbers run)
    {
        RunHeader header = run.Summary.Run.Header;
        return $"{header.Machine}{(header.Machine.Hypervisor.Length > 0 ? $" ({header.Machine.Hypervisor})" : "")}, {header.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, suite {header.Options.Suite}";
    }

    /// <summary>The parts of Html/script/, in an order in which each finds what it begins with, as one script that leaves no names behind.</summary>
    private static string Script() =>
        $"'use strict';\n(() => {{\n{string.Join('\n', s_script.Select(static part => EmbeddedText.Read($"script/{part}.js")))}}})();\n";

    private static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";
}
