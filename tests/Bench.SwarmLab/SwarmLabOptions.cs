namespace Bench.Lab;

public sealed record SwarmLabOptions
{
    /// <summary>The first one is the manager.</summary>
    public IReadOnlyList<SwarmNodeOptions> Nodes { get; init; } = [new(), new()];

    /// <summary>How often an engine says that it lives; after three that were missed it is down. Docker's own is 5 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);
}
