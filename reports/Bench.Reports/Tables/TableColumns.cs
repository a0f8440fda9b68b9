using Bench.Core;

namespace Bench.Reports;

/// <summary>A table that is made column by column; rows are cases.</summary>
internal sealed class TableColumns(IReadOnlyList<CaseId> rows)
{
    private readonly List<(ReportColumn Column, ReportCell[] Cells)> _columns = [];

    internal void AddText(string header, Func<CaseId, ReportCell> cell) =>
        _columns.Add((new ReportColumn(header, ColumnAlignment.Left), [.. rows.Select(cell)]));

    /// <summary>A column of numbers; left out where no row has one.</summary>
    internal void Add(string header, Func<CaseId, string?> text)
    {
        string?[] texts = [.. rows.Select(text)];
        if (texts.Any(static one => one is not null))
            Add(header, texts);
    }

    internal void AddAlways(string header, Func<CaseId, string?> text) => Add(header, [.. rows.Select(text)]);

    internal ReportTable Table(string title, string caption, IEnumerable<string> notes) => new()
    {
        Title = title,
        Caption = caption,
        Columns = [.. _columns.Select(static one => one.Column)],
        Rows = [.. Enumerable.Range(0, rows.Count).Select(row => _columns.Select(column => column.Cells[row]).ToArray())],
        Notes = [.. notes],
    };

    private void Add(string header, string?[] texts) =>
        _columns.Add((new ReportColumn(header), [.. texts.Select(static one => one is null ? ReportCell.None : new ReportCell(one))]));
}
