using Bench.Core;

namespace Bench.Reports;

/// <summary>The geometric mean over workloads of a backend's ratios to the baseline, at one size.</summary>
/// <param name="Workloads">How many went into it.</param>
/// <param name="Planned">How many the baseline ran: a mean over fewer is one over other programs.</param>
public sealed record GeometricMeanRatio(string Backend, string Size, Measure Measure, Estimate Mean, int Workloads, int Planned)
{
    internal static IEnumerable<GeometricMeanRatio> Of(RunNumbers run, Measure measure, string size)
    {
        Series[] all = [.. run.Series.Where(one => one.Measure == measure && one.Case.Size == size && one.Ratio is { Value: > 0 })];
        int planned = all.Count(one => one.Case.Backend == run.Baseline);
        return all.GroupBy(static one => one.Case.Backend).Select(group => new GeometricMeanRatio(group.Key, size, measure,
            GeometricMean.Of([.. group.Select(static one => one.Ratio!.Value)]), group.Count(), planned));
    }
}
