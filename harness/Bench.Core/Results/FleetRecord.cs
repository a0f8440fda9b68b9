namespace Bench.Core;

/// <summary>What one suite on many machines came to: fleet.json of a fleet's folder, schema harness/fleet.schema.json.</summary>
public sealed record FleetRecord
{
    /// <summary>Raised when a member changes its meaning; older versions stay readable.</summary>
    public const int CurrentSchema = 1;

    public required int Schema { get; init; }
    public required string Suite { get; init; }

    /// <summary>That the nodes ran, as it was named to them.</summary>
    public required string Image { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Of the nodes' prices, three letters, ISO 4217; null stands for <see cref="DefaultCurrency"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>No two of one name.</summary>
    public required IReadOnlyList<FleetNode> Nodes { get; init; }

    public const string DefaultCurrency = "USD";
}
