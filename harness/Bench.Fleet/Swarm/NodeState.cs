namespace Bench.Fleet;

/// <summary>What the manager knows of a node's engine.</summary>
public enum NodeState
{
    Ready,

    /// <summary>No sign of life for three heartbeats.</summary>
    Down,

    /// <summary>It said goodbye.</summary>
    Disconnected,

    /// <summary>Not heard of since the manager started.</summary>
    Unknown,
}
