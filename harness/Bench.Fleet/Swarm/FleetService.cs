namespace Bench.Fleet;

public sealed record FleetService(string Id, string Name, IReadOnlyDictionary<string, string> Labels, DateTimeOffset CreatedAt);
