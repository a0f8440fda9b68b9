using Bench.Core;

namespace Bench.Reports;

/// <summary>The geometric mean over workloads of a backend's ratios to the baseline, at one size; as <see cref="MeanRatioTable"/> has it.</summary>
/// <param name="Workloads">How many went into it.</param>
/// <param name="Planned">How many the baseline ran: a mean over fewer is one over other programs.</param>
public sealed record GeometricMeanRatio(string Backend, string Size, Measure Measure, Estimate Mean, int Workloads, int Planned)
{
    /// <returns>None where the baseline ran fewer than two workloads.</returns>
    internal static IEnumerable<GeometricMeanRatio> Of(RunNumbers run, Measure measure, string size)
    {
        Series[] all = [.. run.Series.Where(one => one.Measure == measure && one.Case.Size == size && one.Ratio is { Value: > 0 })];
        HashSet<string> planned = [.. all.Where(one => one.Case.Backend == run.Baseline && (measure != Measure.Execute || one.Median.Value >= MeanRatioTable.ShortestKernel)).Select(static one => one.Case.Workload)];
        return planned.Count < 2 ? []
            : all.Where(one => planned.Contains(one.Case.Workload)).GroupBy(static one => one.Case.Backend).Select(group => new GeometricMeanRatio(group.Key, size, measure,
                GeometricMean.Of([.. group.Select(static one => one.Ratio!.Value)]), group.Count(), planned.Count));
    }
}
