using System.Text;

namespace Bench.Reports;

/// <summary>A document as one page without a script: nothing is loaded, and everything is there when it is printed.</summary>
internal static class StaticPage
{
    /// <param name="figure">SVG, shown behind the facts of the first run; null for none.</param>
    internal static string Render(string title, IEnumerable<ReportBlock> blocks, ReadOnlyMemory<byte>? figure)
    {
        StringBuilder html = new();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
        html.Append($"<meta name=\"color-scheme\" content=\"light dark\">\n<title>{HtmlText.Escape(title)}</title>\n<style>\n{EmbeddedText.Read("report.css")}</style>\n</head>\n<body>\n<main class=\"static\">\n");
        foreach (ReportBlock block in blocks)
        {
            Append(html, block);
            if (block is ReportBlock.Facts && figure is ReadOnlyMemory<byte> svg)
            {
                html.Append($"<figure><img class=\"drawn\" alt=\"The start-up times of the tables below\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(svg.Span)}\"></figure>\n");
                figure = null;
            }
        }
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, ReportBlock block)
    {
        switch (block)
        {
            case ReportBlock.Heading heading:
                html.Append(Title(heading.Level, heading.Text));
                break;
            case ReportBlock.Facts facts:
                html.Append($"<dl>\n{string.Concat(facts.Pairs.Select(static fact => $"<div><dt>{HtmlText.Escape(fact.Name)}</dt><dd>{HtmlText.Escape(fact.Value)}</dd></div>\n"))}</dl>\n");
                break;
            case ReportBlock.Entries entries:
                html.Append($"<ul>\n{string.Concat(entries.List.Select(Entry))}</ul>\n");
                break;
            case ReportBlock.Grid grid:
                Append(html, grid);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block));
        }
    }

    private static void Append(StringBuilder html, ReportBlock.Grid grid)
    {
        ReportTable table = grid.Table;
        html.Append(Title(grid.Level, table.Title));
        if (table.Caption.Length > 0)
            html.Append($"<p class=\"note\">{HtmlText.Escape(table.Caption)}</p>\n");
        html.Append($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{HtmlText.Escape(table.Title)}\"><table class=\"plain numbers\">\n<thead><tr>");
        foreach (ReportColumn column in table.Columns)
            html.Append($"<th scope=\"col\"{AlignmentOf(column)}>{HtmlText.Escape(column.Header)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<ReportCell> row in table.Rows)
        {
            html.Append($"<tr><th scope=\"row\">{HtmlText.Escape(row[0].Text)}</th>");
            for (int i = 1; i < row.Count; i++)
                html.Append($"<td{AlignmentOf(table.Columns[i])}{(row[i].Tone == CellTone.Failed ? " class=\"failed\"" : "")}>{HtmlText.Escape(row[i].Text)}</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
        if (table.Notes.Count > 0)
            html.Append($"<ul class=\"note\">\n{string.Concat(table.Notes.Select(static note => $"<li>{HtmlText.Escape(note)}</li>\n"))}</ul>\n");
    }

    private static string Title(int level, string text) => $"<h{level}>{HtmlText.Escape(text)}</h{level}>\n";

    private static string AlignmentOf(ReportColumn column) => column.Alignment == ColumnAlignment.Right ? " style=\"text-align:right\"" : "";

    private static string Entry(ReportEntry entry) =>
        $"<li>{HtmlText.Escape(entry.Text)}"
        + (entry.Below.Count > 0 ? $"<ul>{string.Concat(entry.Below.Select(static below => $"<li>{HtmlText.Escape(below)}</li>"))}</ul>" : "")
        + (entry.Code.Count > 0 ? $"<pre tabindex=\"0\">{HtmlText.Lines(entry.Code)}</pre>" : "") + "</li>\n";
}
