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
        foreach (int[] part in ColumnParts.Of(Widths(table), console.Profile.Width))
            console.Write(Part(table, part));
        if (table.Caption.Length > 0)
            console.Write(new Text(table.Caption + "\n"));
        foreach (string note in table.Notes)
            console.Write(new Text(note + "\n"));
        console.WriteLine();
    }

    private static int[] Widths(ReportTable table) =>
        [.. table.Columns.Select((column, index) => table.Rows.Select(row => Width(row[index].Text)).Append(Width(column.Header)).Max() + Gap)];

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
