using Bench.Core;

namespace Bench.Gate;

/// <summary>Values of one build, case by case: what noise is drawn from.</summary>
/// <param name="Cases">Each case's compared wall times, a process each, in nanoseconds.</param>
public sealed record NoisePool(IReadOnlyList<NoiseCase> Cases)
{
    /// <summary>Of fewer processes a case's noise is not known well enough to draw from it.</summary>
    public const int FewestProcesses = 12;

    /// <param name="runs">All of one build.</param>
    public static NoisePool Of(IReadOnlyList<GateRun> runs)
    {
        GateNumbers numbers = new(runs);
        return new NoisePool([.. numbers.Cases.Where(numbers.Measured)
            .Select(id => (Id: id, Phase: numbers.ComparedPhase(id)))
            .Select(one => (one.Id, one.Phase, Sample: numbers.Sample(one.Id, one.Phase, Metric.Wall)))
            .Where(static one => one.Sample is { Count: >= FewestProcesses, Minimum: > 0 })
            .Select(static one => new NoiseCase(one.Id, one.Phase, one.Sample!))]);
    }

    public GateNoise Noise => new() { Spreads = Cases.ToDictionary(static one => (one.Case, one.Phase, Metric.Wall), static one => RankRatio.SpreadOf(one.Values)) };

    /// <summary>Of all cases together, one process each.</summary>
    public TimeSpan Round => TimeSpan.FromTicks((long)(Cases.Sum(static one => one.Values.Mean) / TimeSpan.NanosecondsPerTick));
}

/// <summary>A case and its noise.</summary>
public sealed record NoiseCase(CaseId Case, string Phase, Sample Values);
