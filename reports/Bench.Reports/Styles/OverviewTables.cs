using Bench.Core;

namespace Bench.Reports;

/// <summary>Tables over all workloads of a run.</summary>
public static class OverviewTables
{
    /// <param name="baseline">The backend that ratios divide by.</param>
    public static IEnumerable<ReportTable> Of(Summary summary, string baseline) =>
        from size in summary.Sizes()
        let cases = summary.Cases.Where(one => one.Size == size && !summary.WasSkipped(one) && !summary.UsesAllCores(one)).ToArray()
        from table in new[] { MeanRatioTable.Of(summary, size, cases, baseline), BreakEvenTable.Of(summary, size, cases), WarmUpTable.Of(summary, size, cases) }
        where table is not null
        select table;
}
