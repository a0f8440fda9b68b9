using Bench.Core;

namespace Bench.Gate;

/// <summary>Values of one build, case by case: what noise is drawn from.</summary>
/// <param name="Cases">Each case's compared wall times, a process each, in nanoseconds.</param>
public sealed record NoisePool(IReadOnlyList<NoiseCase> Cases)
{
    /// <summary>Of fewer processes a case's noise is not known well enough to draw from it.</summary>
    public const int FewestProcesses = 12;

    /// <summary>Of fewer it cannot be told how runs differ.</summary>
    private const int FewestRuns = 4;

    /// <summary>Deviation of a run's level from that of another one, as a share; null where too few runs were measured, or only runs in turn with each other.</summary>
    public double? BetweenRuns { get; init; }

    /// <param name="runs">All of one build.</param>
    public static NoisePool Of(IReadOnlyList<GateRun> runs)
    {
        GateNumbers numbers = new(runs);
        return new NoisePool([.. numbers.Cases.Where(numbers.Measured)
            .Select(id => (Id: id, Phase: numbers.ComparedPhase(id)))
            .Select(one => (one.Id, one.Phase, Sample: numbers.Sample(one.Id, one.Phase, Metric.Wall)))
            .Where(static one => one.Sample is { Count: >= FewestProcesses, Minimum: > 0 })
            .Select(static one => new NoiseCase(one.Id, one.Phase, one.Sample!))])
        { BetweenRuns = BetweenRunsOf(runs) };
    }

    public GateNoise Noise => new() { Spreads = Cases.ToDictionary(static one => (one.Case, one.Phase, Metric.Wall), static one => RankRatio.SpreadOf(one.Values)) };

    /// <summary>Of all cases together, one process each.</summary>
    public TimeSpan Round => TimeSpan.FromTicks((long)(Cases.Sum(static one => one.Values.Mean) / TimeSpan.NanosecondsPerTick));

    /// <summary>What the levels of runs vary beyond what the processes in them explain: the root of the mean over the cases of that variance, never below nothing.</summary>
    /// <remarks>The estimate of a variance component by analysis of variance (Searle, Casella and McCulloch, "Variance components", 1992), on logarithms, with means as levels.</remarks>
    private static double? BetweenRunsOf(IReadOnlyList<GateRun> runs)
    {
        // Sides that were measured in turn share the machine's moment: one of them stands for both.
        GateNumbers[] sides = [.. runs.DistinctBy(static one => one.Run.Header.Options.Pair ?? one.Name).Select(static one => new GateNumbers([one]))];
        if (sides.Length < FewestRuns)
            return null;
        List<double> variances = [];
        foreach (CaseId id in sides.SelectMany(static one => one.Cases).Distinct())
        {
            Sample[] samples = [.. sides.Select(side => side.Sample(id, side.ComparedPhase(id), Metric.Wall)).OfType<Sample>().Where(static one => one is { Count: >= 3, Minimum: > 0 })
                .Select(static one => new Sample(one.Values.Select(static value => Math.Log(value))))];
            if (samples.Length < FewestRuns)
                continue;
            double between = Math.Pow(new Sample(samples.Select(static one => one.Mean)).StandardDeviation!.Value, 2);
            double within = samples.Average(static one => Math.Pow(one.StandardDeviation!.Value, 2) / one.Count);
            variances.Add(between - within);
        }
        return variances.Count == 0 ? null : Math.Sqrt(Math.Max(0, variances.Average()));
    }
}

/// <summary>A case and its noise.</summary>
public sealed record NoiseCase(CaseId Case, string Phase, Sample Values);
