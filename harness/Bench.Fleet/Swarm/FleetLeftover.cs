namespace Bench.Fleet;

/// <summary>Something that a harness has made in the swarm and not removed.</summary>
/// <param name="Kind"><c>service</c> or <c>config</c>.</param>
/// <param name="IsInUse">Its harness runs on this very machine. Of another machine's harness nobody can tell.</param>
public sealed record FleetLeftover(string Kind, string Id, string Name, DateTimeOffset CreatedAt, bool IsInUse);
