using Bench.Core;

namespace Bench.Reports;

/// <summary>How the kernel's time settles where it is run several times in one process.</summary>
public static class WarmUpTable
{
    /// <returns>Null where no case was iterated often enough to tell.</returns>
    public static ReportTable? Of(Summary summary, string size, IReadOnlyList<CaseId> cases)
    {
        CaseId[] rows = [.. from workload in cases.Select(static one => one.Workload).Distinct().Order(StringComparer.Ordinal)
            from id in summary.Run.Header.ByClass(cases.Where(one => one.Workload == workload).Select(static one => one.Backend))
            let one = new CaseId(workload, size, id)
            where summary.WarmUpOf(one) is not null
            select one];
        if (rows.Length == 0)
            return null;
        WarmUp Of(CaseId row) => summary.WarmUpOf(row)!;
        Unit unit = Unit.OfTimes(rows.Select(row => Of(row).First.Median));
        TableColumns columns = new(rows);
        columns.AddText("workload", static row => row.Workload);
        columns.AddText("backend", static row => row.Backend);
        columns.AddText("begins", row => Name(Of(row).Class));
        columns.Add(unit.After("first"), row => unit.Estimated(MedianEstimate.Of(Of(row).First)));
        columns.Add(unit.After("steady"), row => Of(row).Steady is Sample steady ? unit.Estimated(MedianEstimate.Of(steady)) : null);
        columns.Add("first ÷ steady", row => Of(row).Steady is { Median: > 0 } steady ? Rounding.Significant(Of(row).First.Median / steady.Median, 3) : null);
        columns.Add("iterations before", row => Of(row).Steady is null ? null : Of(row).Iterations.ToString());
        columns.Add("n", row => Of(row).First.Count.ToString());
        return columns.Table($"Warm-up, size {size}",
            "The kernel run several times in one process: median over n processes [95 % interval] of the first iteration and of the mean of the steady ones, and how many come before these. "
            + "Where it has not settled there is no steady time.", []);
    }

    private static string Name(WarmUpClass found) => found switch
    {
        WarmUpClass.Flat => "flat",
        WarmUpClass.WarmUp => "slower, then steady",
        WarmUpClass.Slowdown => "faster, then steady",
        WarmUpClass.NoSteadyState => "no steady state",
        _ => throw new ArgumentOutOfRangeException(nameof(found)),
    };
}
