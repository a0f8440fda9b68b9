namespace Bench.Fleet;

/// <summary>A line of what a job's containers say.</summary>
/// <param name="NodeId">Empty, as <paramref name="TaskId"/>, where the swarm itself says what is amiss with the log: for example that a node's part is missing.</param>
/// <param name="IsError">Whether it came on standard error.</param>
/// <param name="Text">Without its end.</param>
public sealed record ServiceLogLine(string NodeId, string TaskId, bool IsError, string Text)
{
    /// <summary>The line was longer than is kept: only its beginning is here.</summary>
    public bool IsCut { get; init; }

    public bool IsFromSwarm => TaskId.Length == 0;
}
