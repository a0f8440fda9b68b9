namespace Bench.Fleet;

/// <summary>A machine of the swarm.</summary>
/// <param name="Name">Its host name; two nodes may have the same.</param>
/// <param name="Availability"><c>active</c>, <c>pause</c> or <c>drain</c>: only an active one gets tasks.</param>
/// <param name="Cpus">Processors that its engine may use; 0 while it has never been heard of, as the memory.</param>
/// <param name="Address">As the manager sees it, without a port.</param>
/// <param name="Labels">Those that an operator gave it (<c>node.labels.NAME</c> in constraints).</param>
public sealed record SwarmNode(
    string Id, string Name, NodeState State, string Availability, bool IsManager, double Cpus, long MemoryBytes,
    string EngineVersion, string Address, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Whether a task for it would start now.</summary>
    public bool TakesTasks => State == NodeState.Ready && Availability == "active";
}
