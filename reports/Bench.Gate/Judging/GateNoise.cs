using Bench.Core;

namespace Bench.Gate;

/// <summary>What a machine's noise is like, as <c>gate calibrate</c> has measured it.</summary>
public sealed record GateNoise
{
    /// <summary>Deviation by which two runs of one build differ in everything, as a share, where it was not measured: docs/gate.md has the measurement.</summary>
    public const double UsualBetweenRuns = 0.05;

    /// <summary>Deviation of a run's level from that of another run of the same build, as a share, of cases for which it was not measured. Numbers that were measured in turn do not have it.</summary>
    public double BetweenRuns { get; init; } = UsualBetweenRuns;

    public required IReadOnlyDictionary<(CaseId Case, string Phase, Metric Metric), Spread> Spreads { get; init; }

    /// <summary>Null where it was not measured.</summary>
    internal double? SpreadOf(CaseId id, string phase, Metric metric, bool inPairs) =>
        Spreads.TryGetValue((id, phase, metric), out Spread? spread) ? inPairs ? spread.InPairs : spread.Alone : null;

    internal double BetweenRunsOf(CaseId id, string phase, Metric metric) => Spreads.GetValueOrDefault((id, phase, metric))?.BetweenRuns ?? BetweenRuns;

    /// <param name="Alone">Deviation of a single process, as a share.</param>
    /// <param name="InPairs">The same as far as the process beside it does not share it; null where none ran beside it.</param>
    /// <param name="BetweenRuns">Deviation of a run's level from that of another run; null where it was not measured.</param>
    public sealed record Spread(double Alone, double? InPairs, double? BetweenRuns = null);
}
