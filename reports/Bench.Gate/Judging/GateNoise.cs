using Bench.Core;

namespace Bench.Gate;

/// <summary>What a machine's noise is like, as <c>gate calibrate</c> has measured it.</summary>
public sealed record GateNoise
{
    /// <summary>Deviation by which two runs of one build differ in everything, as a share, where it was not measured: docs/gate.md has the measurement.</summary>
    public const double UsualBetweenRuns = 0.01;

    /// <summary>Deviation of a run's level from that of another run of the same build, as a share. Numbers that were measured in turn do not have it.</summary>
    public double BetweenRuns { get; init; } = UsualBetweenRuns;

    /// <summary>Deviation of a single process, as a share.</summary>
    public required IReadOnlyDictionary<(CaseId Case, string Phase, Metric Metric), double> Spreads { get; init; }
}
