using Bench.Core;

namespace Bench.Reports;

/// <summary>Published ratios beside ours. Nanoseconds of two machines are shown and never divided by each other.</summary>
public static class PublishedRatioTable
{
    /// <returns>A table for each source of which at least one size was measured.</returns>
    public static IEnumerable<ReportTable> Of(Summary summary) =>
        from published in PublishedTables.Ratios
        let rows = published.Cells.Where(cell => summary.Cases.Any(one => one.Workload == published.Workload && one.Size == cell.Size && summary.IsLibrary(one))).ToArray()
        where rows.Length > 0
        select Table(summary, published, rows);

    private static ReportTable Table(Summary summary, PublishedRatios published, PublishedRatio[] rows) => new()
    {
        Title = $"{published.Workload} beside {published.Title}",
        Caption = $"Published: {published.Origin}. Ours: ratios of medians [95 % interval]. A ratio is how many times as long {published.Slower} takes as {published.Faster}; nanoseconds of two machines are not compared.",
        Columns =
        [
            new("published", ColumnAlignment.Left), new($"{published.Slower} ({published.Unit})"), new($"{published.Faster} ({published.Unit})"), new($"{published.Slower} ÷ {published.Faster}"),
            new("our size", ColumnAlignment.Left), .. published.Ours.Select(static one => new ReportColumn(one.Title)),
        ],
        Rows = [.. rows.Select(row => new ReportCell[] { row.Published, row.SlowerTime, row.FasterTime, row.Ratio, row.Size }
            .Concat(published.Ours.Select(ours => Cell(summary, published.Workload, row.Size, ours))).ToArray())],
        Notes = published.Doubts,
    };

    private static ReportCell Cell(Summary summary, string workload, string size, OurRatio ours)
    {
        CaseId divisor = new(workload, size, ours.By);
        (CaseId Case, Estimate Ratio)[] found = [.. from id in ours.FastestOf
            let one = new CaseId(workload, size, id)
            let ratio = summary.Ratio(one, divisor, Phases.Million, Metric.Wall)
            where ratio is not null
            select (one, ratio.Value)];
        if (found.Length == 0)
            return ReportCell.None;
        (CaseId fastest, Estimate least) = found.MinBy(static one => one.Ratio.Value);
        return Rounding.WithInterval(least.Value, least.Interval) + (ours.FastestOf.Count > 1 ? $" {fastest.Backend}" : "");
    }
}
