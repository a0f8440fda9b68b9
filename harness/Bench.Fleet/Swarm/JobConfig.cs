namespace Bench.Fleet;

/// <summary>A file that the swarm keeps, as containers of a job see it.</summary>
/// <param name="Target">Absolute path in the container.</param>
public sealed record JobConfig(string Id, string Name, string Target);
