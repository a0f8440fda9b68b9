using Bench.Core;

namespace Bench.Reports;

/// <summary>Tables over all workloads of a run.</summary>
public static class OverviewTables
{
    public static IEnumerable<ReportTable> Of(Summary summary, string baseline) => [];
}
