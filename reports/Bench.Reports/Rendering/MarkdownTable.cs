using System.Text;

namespace Bench.Reports;

/// <summary>Tables as GitHub-flavoured Markdown, padded so that the source reads as a table too.</summary>
public static class MarkdownTable
{
    /// <param name="heading">The marks of the title, such as <c>###</c>; null leaves the title out.</param>
    public static string Render(ReportTable table, string? heading = "###")
    {
        string[][] rows = [.. table.Rows.Select(static row => row.Select(static cell => MarkdownText.Escape(cell.Text)).ToArray())];
        string[] headers = [.. table.Columns.Select(static column => MarkdownText.Escape(column.Header))];
        int[] widths = [.. headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Append(3).Max())];

        string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
        IEnumerable<string> Padded(string[] cells) => cells.Select((cell, column) =>
            table.Columns[column].Alignment == ColumnAlignment.Right ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));

        StringBuilder text = new();
        if (heading is not null)
            text.Append($"{heading} {MarkdownText.Escape(table.Title)}\n\n");
        text.Append(Line(Padded(headers)));
        text.Append(Line(widths.Select((width, column) =>
            table.Columns[column].Alignment == ColumnAlignment.Right ? new string('-', width - 1) + ":" : new string('-', width))));
        foreach (string[] row in rows)
            text.Append(Line(Padded(row)));
        if (table.Caption.Length > 0)
            text.Append($"\n{MarkdownText.Escape(table.Caption)}\n");
        if (table.Notes.Count > 0)
            text.Append('\n');
        foreach (string note in table.Notes)
            text.Append($"- {MarkdownText.Escape(note)}\n");
        return text.ToString();
    }
}
