namespace Bench.Fleet;

/// <summary>The one run of a job on one node.</summary>
/// <param name="State">In the swarm's words: <c>pending</c>, <c>preparing</c>, <c>running</c>, <c>complete</c>, <c>failed</c>, <c>rejected</c> and others. Of a node that was lost it stays what it was.</param>
/// <param name="Error">Why it was rejected or failed, for example that there is no such image.</param>
/// <param name="ExitCode">Null while no container has ended.</param>
public sealed record SwarmTask(
    string Id, string NodeId, string State, string? Message, string? Error, int? ExitCode, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    private static readonly string[] s_final = ["complete", "failed", "rejected", "shutdown", "orphaned", "remove"];

    /// <summary>Whether the state will not change any more, and nothing of it runs.</summary>
    public bool HasEnded => s_final.Contains(State);
}
