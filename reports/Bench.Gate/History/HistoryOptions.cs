using Bench.Core;

namespace Bench.Gate;

/// <summary>What a reader of a history asks for.</summary>
public sealed record HistoryOptions
{
    public static readonly HistoryOptions Default = new();

    /// <summary>Wall times of the phase by which reports compare a case, or the metric wherever the case has it.</summary>
    public Metric Metric { get; init; } = Metric.Wall;

    /// <summary>Glob over case ids (workload/size/backend).</summary>
    public string Cases { get; init; } = "*";

    /// <summary>Smaller changes are left out: a share, 0.02 for 2 %.</summary>
    public double AtLeast { get; init; } = 0.02;

    /// <summary>Chance that a history without any change shows one or more, over all of its series.</summary>
    public double FalseAlarm { get; init; } = 0.05;

    /// <summary>Metrics of which all processes of a build have the same number.</summary>
    internal bool IsExact => Metric is Metric.ArtifactBytes or Metric.ImageBytes or Metric.AllocatedBytes or Metric.SimulatedInstructions;
}
