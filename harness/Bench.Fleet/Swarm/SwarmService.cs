namespace Bench.Fleet;

public sealed record SwarmService(string Id, string Name, IReadOnlyDictionary<string, string> Labels, DateTimeOffset CreatedAt);
