namespace Bench.Fleet;

/// <summary>A job that runs once on each node which fulfils the constraints: a container's command and what it may use.</summary>
public sealed record JobSpec
{
    public required string Name { get; init; }
    public required string Image { get; init; }
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Values may use the swarm's templates: <c>{{.Node.ID}}</c>, <c>{{.Node.Hostname}}</c>, <c>{{.Task.ID}}</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Of the service and of its containers, beside the label that all containers of the harness have.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>All have to hold, for example <c>node.labels.vm.type==a.small</c>.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    public IReadOnlyList<JobConfig> Configs { get; init; } = [];
    public IReadOnlyList<JobMount> Mounts { get; init; } = [];

    /// <summary>Whether its containers share the network of their node; otherwise they have the engine's default one.</summary>
    public bool HostNetwork { get; init; }

    /// <summary>Processors that no other service may reserve on the node meanwhile.</summary>
    public double? ReservedCpus { get; init; }

    /// <summary>The most that a container may take; without it, all that its node has.</summary>
    public long? MemoryBytes { get; init; }
}
