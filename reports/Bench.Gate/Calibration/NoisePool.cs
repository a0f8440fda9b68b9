using Bench.Core;

namespace Bench.Gate;

/// <summary>Values of one build, case by case: what noise is drawn from.</summary>
/// <param name="Cases">Each case's compared wall times.</param>
public sealed record NoisePool(IReadOnlyList<NoiseCase> Cases)
{
    /// <summary>Of fewer pairs a case's noise is not known well enough to draw from it.</summary>
    public const int FewestPairs = 12;

    /// <summary>Of fewer it cannot be told how runs differ.</summary>
    private const int FewestRuns = 4;

    /// <summary>Deviation of a run's level from that of another one, as a share: the root of the mean square over the cases; null where too few runs were measured.</summary>
    public double? BetweenRuns => Cases.Select(static one => one.BetweenRuns * one.BetweenRuns).OfType<double>().ToArray() is { Length: > 0 } squares ? Math.Sqrt(squares.Average()) : null;

    /// <param name="baselines">All of one build.</param>
    /// <param name="candidates">Of the same build, measured in turn with those.</param>
    public static NoisePool Of(IReadOnlyList<GateRun> baselines, IReadOnlyList<GateRun> candidates)
    {
        GateNumbers before = new(baselines), after = new(candidates);
        // One side of each: both share the machine's moment.
        GateNumbers[] sides = [.. baselines.Select(static one => new GateNumbers([one]))];
        return new NoisePool([.. before.Cases.Where(id => before.Measured(id) && after.Measured(id)).Select(id => CaseOf(before, after, id) with { BetweenRuns = BetweenRunsOf(sides, id) }).Where(static one => one.Pairs.Count >= FewestPairs)]);
    }

    /// <summary>Of all cases together, one process each.</summary>
    public TimeSpan Round => TimeSpan.FromTicks((long)(Cases.Sum(static one => one.Values.Mean) / TimeSpan.NanosecondsPerTick));

    private static NoiseCase CaseOf(GateNumbers before, GateNumbers after, CaseId id)
    {
        string phase = before.ComparedPhase(id);
        IReadOnlyDictionary<(string Pair, int Process), double> own = before.ByPair(id, phase, Metric.Wall), other = after.ByPair(id, phase, Metric.Wall);
        return new NoiseCase(id, phase, new Sample(own.Values.Concat(other.Values)), [.. own.Where(one => one.Value > 0 && other.GetValueOrDefault(one.Key) > 0).Select(one => Math.Log(other[one.Key] / one.Value))]);
    }

    /// <summary>What the levels of runs vary beyond what the processes in them explain, never below nothing.</summary>
    /// <remarks>The estimate of a variance component by analysis of variance (Searle, Casella and McCulloch, "Variance components", 1992), on logarithms, with means as levels.</remarks>
    private static double? BetweenRunsOf(GateNumbers[] sides, CaseId id)
    {
        Sample[] samples = [.. sides.Select(side => side.Sample(id, side.ComparedPhase(id), Metric.Wall)).OfType<Sample>().Where(static one => one is { Count: >= 3, Minimum: > 0 })
            .Select(static one => new Sample(one.Values.Select(static value => Math.Log(value))))];
        if (samples.Length < FewestRuns)
            return null;
        double between = Math.Pow(new Sample(samples.Select(static one => one.Mean)).StandardDeviation!.Value, 2);
        double within = samples.Average(static one => Math.Pow(one.StandardDeviation!.Value, 2) / one.Count);
        return Math.Sqrt(Math.Max(0, between - within));
    }
}

/// <summary>A case and its noise.</summary>
/// <param name="Values">Nanoseconds, one a process.</param>
/// <param name="Pairs">Logarithms of the quotients of processes that ran beside each other.</param>
public sealed record NoiseCase(CaseId Case, string Phase, Sample Values, IReadOnlyList<double> Pairs)
{
    /// <summary>Deviation of a run's level from that of another one, as a share; null where too few runs were measured.</summary>
    public double? BetweenRuns { get; init; }

    public GateNoise.Spread Noise => new(RatioByRanks.SpreadOf(Values), RatioByRanks.SpreadOf(new Sample(Pairs.Select(Math.Exp))) / Math.Sqrt(2), BetweenRuns);
}
