using Bench.Core;

namespace Bench.Fleet;

/// <summary>What is to be measured, where, and how it comes back.</summary>
public sealed record FleetPlan
{
    public required string Suite { get; init; }

    /// <inheritdoc cref="FleetRecord.Arguments"/>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <inheritdoc cref="FleetRecord.On"/>
    public IReadOnlyList<string> On { get; init; } = [];

    public required string Image { get; init; }

    /// <inheritdoc cref="FleetRecord.ImageId"/>
    public string? ImageId { get; init; }

    public ResultsWay Results { get; init; }

    /// <inheritdoc cref="FleetRecord.Volume"/>
    public string? Volume { get; init; }

    /// <summary>HOST or HOST:PORT at which the nodes reach the caller; null for the manager's own address and a free port.</summary>
    public string? Listen { get; init; }

    public string? Currency { get; init; }
}
