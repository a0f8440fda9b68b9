using Bench.Core;

namespace Bench.Reports;

/// <summary>One number a backend: the geometric mean over the workloads of its ratio to the baseline.</summary>
public static class MeanRatioTable
{
    /// <summary>Kernels below 100 microseconds, 100 ticks of the coarsest clock among the engines, have ratios of their clocks.</summary>
    internal const double ShortestKernel = 100_000;

    private const string Partial = "*";

    /// <returns>Null where the baseline has fewer than two workloads, or nothing else was measured.</returns>
    public static ReportTable? Of(Summary summary, string size, IReadOnlyList<CaseId> cases, string baseline)
    {
        string[] workloads = [.. cases.Where(one => one.Backend == baseline && summary[one, Phases.Total, Metric.Wall] is { Median: > 0 })
            .Select(static one => one.Workload).Order(StringComparer.Ordinal)];
        string[] kernels = [.. workloads.Where(workload => summary[new CaseId(workload, size, baseline), Phases.Execute, Metric.Wall] is { Median: >= ShortestKernel })];
        CaseId[] rows = [.. summary.Run.Header.ByClass(cases.Select(static one => one.Backend).Distinct()).Select(id => new CaseId("", size, id))];
        if (workloads.Length < 2 || rows.Length < 2)
            return null;
        bool anyPartial = false;
        TableColumns columns = new(rows);
        columns.AddText("backend", static row => row.Backend);
        columns.AddText("class", row => summary.Run.Header.Backend(row.Backend).Class.Name());
        foreach ((string phase, string[] all) in new[] { (Phases.Execute, kernels), (Phases.Total, workloads) })
        {
            if (all.Length < 2)
                continue;
            columns.Add($"{phase} ÷ {baseline}", row => Mean(row.Backend, phase, all));
            columns.Add($"workloads ({phase})", row => Ratios(row.Backend, phase, all).Length.ToString());
        }
        List<string> notes = [];
        if (workloads.Except(kernels).ToArray() is { Length: > 0 } tooShort)
            notes.Add($"{string.Join(", ", tooShort)}: not in the means of execute, whose kernel is too short to time");
        if (anyPartial)
            notes.Add($"{Partial} over fewer workloads than the baseline's: not comparable with the others");
        return columns.Table($"All workloads, size {size}",
            $"Geometric mean of each workload's ratio of medians to {baseline} [95 % interval, where each of them has one]. It says nothing of another workload.", notes);

        Estimate[] Ratios(string backend, string phase, string[] all) =>
            [.. all.Select(workload => summary.Ratio(new CaseId(workload, size, backend), new CaseId(workload, size, baseline), phase, Metric.Wall)).OfType<Estimate>().Where(static one => one.Value > 0)];

        string? Mean(string backend, string phase, string[] all)
        {
            if (backend == baseline)
                return "1";
            if (Ratios(backend, phase, all) is not { Length: > 0 } ratios)
                return null;
            bool partial = ratios.Length < all.Length;
            anyPartial |= partial;
            Estimate mean = GeometricMean.Of(ratios);
            return Rounding.WithInterval(mean.Value, mean.Interval) + (partial ? Partial : "");
        }
    }
}
