namespace Bench.Core;

/// <summary>What a run's time bought: how precisely each ratio is known, from the run folder alone.</summary>
public static class PrecisionReport
{
    /// <param name="baseline">The backend to divide by; null for each case's own median.</param>
    /// <returns>Of every case that has numbers, the least precise first, those without an interval last.</returns>
    public static IReadOnlyList<PrecisionRow> Of(Summary summary, string? baseline)
    {
        ProcessValues values = new(summary.Run);
        ILookup<CaseId, ProcessRecord> processes = summary.Run.Processes.ToLookup(static one => one.Case);
        Dictionary<WorkTarget, PlanRecord> plans = summary.Run.Plan.GroupBy(static one => new WorkTarget(one.Case, one.Kind)).ToDictionary(static group => group.Key, static group => group.First());
        return [.. summary.Cases.Where(one => summary[one, Phases.Total, Metric.Wall] is not null)
            .Select(one =>
            {
                CaseId? other = BaselineOf(one, baseline) is CaseId found && summary[found, Phases.Total, Metric.Wall] is { Median: > 0 } ? found : null;
                Estimate? estimate = other is CaseId by ? summary.Ratio(one, by, Phases.Total, Metric.Wall) : summary.Median(one, Phases.Total, Metric.Wall);
                return new PrecisionRow(one, other, summary[one, Phases.Total, Metric.Wall]!.Count,
                    processes[one].Aggregate(TimeSpan.Zero, (sum, process) => sum + values.Took(process)),
                    plans.GetValueOrDefault(new WorkTarget(one, WorkKind.Execute)), estimate?.RelativeHalfWidth,
                    Steady(summary, one, BaselineOf(one, baseline), plans.GetValueOrDefault(new WorkTarget(one, WorkKind.Iterate)),
                        [.. processes[one].Where(static process => process.Kind == WorkKind.Iterate).Select(process => ProcessValues.IterationSeconds(values.Of(process)).Count).Where(static count => count > 0)]));
            })
            .OrderByDescending(static row => row.Reached ?? -1).ThenBy(static row => row.Case.ToString(), StringComparer.Ordinal)];
    }

    /// <returns>Null for the baseline itself.</returns>
    internal static CaseId? BaselineOf(CaseId one, string? baseline) => baseline is null || baseline == one.Backend ? null : one with { Backend = baseline };

    private static SteadyPrecision? Steady(Summary summary, CaseId one, CaseId? baseline, PlanRecord? plan, IReadOnlyList<int> iterations)
    {
        if (iterations.Count == 0)
            return null;
        WarmUp? warmUp = summary.WarmUpOf(one);
        double? reached = warmUp?.Steady is not Sample steady ? null
            : baseline is CaseId other && summary.WarmUpOf(other)?.Steady is { Median: > 0 } divisor ? RatioEstimate.Of(steady, divisor).RelativeHalfWidth
            : MedianEstimate.Of(steady).RelativeHalfWidth;
        return new SteadyPrecision(iterations.Count, iterations[^1], warmUp, plan, reached);
    }
}
