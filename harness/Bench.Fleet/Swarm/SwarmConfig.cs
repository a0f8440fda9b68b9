namespace Bench.Fleet;

/// <summary>A file of at most 1000 kB that the swarm keeps and hands to containers.</summary>
public sealed record SwarmConfig(string Id, string Name, IReadOnlyDictionary<string, string> Labels, DateTimeOffset CreatedAt);
