namespace Bench.Density;

/// <summary>How far one build-up of instances goes.</summary>
public sealed record DensityPlan
{
    /// <summary>Function of the project that every host runs; what it answers is known.</summary>
    public const string Function = "triple";

    public required int Instances { get; init; }

    /// <summary>That everything may take together: this process, what it has started, and containers with all that belongs to them.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Instances to start at once.</summary>
    public required int Storm { get; init; }

    /// <summary>Of one build-up, and of one storm: as much each.</summary>
    public required TimeSpan Time { get; init; }
}
