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

    /// <summary>Short, and different for each fleet: in the names and labels of all that it makes.</summary>
    public string Id { get; init; } = "";

    /// <summary>What the nodes were told to measure, as words of a command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Conditions that chose the nodes, <c>vm.type==a.small</c>; all must hold.</summary>
    public IReadOnlyList<string> On { get; init; } = [];

    public ResultsWay Results { get; init; }

    /// <summary>Of nodes and caller; for <see cref="ResultsWay.Volume"/>.</summary>
    public string? Volume { get; init; }

    /// <summary>HOST:PORT at which the caller listens and what lets nodes in; for <see cref="ResultsWay.Stream"/>.</summary>
    public string? Address { get; init; }

    /// <inheritdoc cref="Address"/>
    public string? Secret { get; init; }

    /// <summary>Digest that tells what is in <see cref="Image"/>; null where it was not asked for.</summary>
    public string? ImageId { get; init; }

    /// <summary>Of the engine, as long as they are there.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <inheritdoc cref="Services"/>
    public IReadOnlyList<string> Configs { get; init; } = [];

    /// <summary>What a reader should know of these machines, in lines.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
