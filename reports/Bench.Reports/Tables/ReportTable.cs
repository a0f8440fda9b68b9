namespace Bench.Reports;

/// <summary>A table before it is known whether it becomes Markdown, CSV or lines on a console.</summary>
public sealed record ReportTable
{
    public required string Title { get; init; }

    /// <summary>What the numbers are: unit, kind of mean and deviation, count, phase. Empty where the title says it all.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The first one names the row.</summary>
    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>Each as long as <see cref="Columns"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<ReportCell>> Rows { get; init; }

    /// <summary>Footnotes, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

public sealed record ReportColumn(string Header, ColumnAlignment Alignment = ColumnAlignment.Right);

public enum ColumnAlignment
{
    Left,
    Right,
}

/// <param name="Text">One line as it is to be read; each renderer escapes it for its format.</param>
public readonly record struct ReportCell(string Text, CellTone Tone = CellTone.Plain)
{
    /// <summary>Not measured.</summary>
    public static readonly ReportCell None = new("–");

    public static implicit operator ReportCell(string text) => new(text);

    public static ReportCell FromString(string text) => new(text);
}

/// <summary>What a cell is, for renderers that can show it by colour.</summary>
public enum CellTone
{
    Plain,

    /// <summary>The smallest of its column.</summary>
    Best,
    Failed,
}
