using Spectre.Console;
using Spectre.Console.Rendering;

namespace Bench.Reports;

/// <summary>Tables on a console. One that is wider than the console is cut between columns, each part beginning with the rows' names.</summary>
public static class ConsoleTable
{
    private const int Gap = 2;

    public static void Write(IAnsiConsole console, ReportTable table)
    {
        console.Write(new Text(table.Title + "\n", new Style(decoration: Decoration.Bold)));
        foreach (int[] part in Parts(table, console.Profile.Width))
            console.Write(Part(table, part));
        if (table.Caption.Length > 0)
            console.Write(new Text(table.Caption + "\n"));
        foreach (string note in table.Notes)
            console.Write(new Text(note + "\n"));
        console.WriteLine();
    }

    /// <summary>Indices of the columns of each part.</summary>
    private static List<int[]> Parts(ReportTable table, int width)
    {
        int[] widths = [.. table.Columns.Select((column, index) => table.Rows.Select(row => Width(row[index].Text)).Append(Width(column.Header)).Max() + Gap)];
        List<int[]> parts = [];
        List<int> current = [0];
        int used = widths[0];
        for (int column = 1; column < widths.Length; column++)
        {
            if (used + widths[column] > width && current.Count > 1)
            {
                parts.Add([.. current]);
                current = [0];
                used = widths[0];
            }
            current.Add(column);
            used += widths[column];
        }
        return [.. parts, [.. current]];
    }

    private static Table Part(ReportTable table, int[] columns)
    {
        Table part = new() { Border = TableBorder.Simple, UseSafeBorder = false };
        foreach (int column in columns)
            part.AddColumn(new TableColumn(new Text(table.Columns[column].Header))
            {
                Alignment = table.Columns[column].Alignment == ColumnAlignment.Right ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0),
                NoWrap = column != 0,
            });
        foreach (IReadOnlyList<ReportCell> row in table.Rows)
            part.AddRow(columns.Select(column => new Text(row[column].Text, StyleOf(row[column].Tone))));
        return part;
    }

    private static Style StyleOf(CellTone tone) => tone switch
    {
        CellTone.Best => new Style(Color.Green, decoration: Decoration.Bold),
        CellTone.Failed => new Style(Color.Red),
        CellTone.Plain => Style.Plain,
        _ => throw new ArgumentOutOfRangeException(nameof(tone)),
    };

    private static int Width(string text) => new Segment(text).CellCount();
}
