namespace Bench.Wasm;

/// <summary>How a guest failed.</summary>
public enum GuestFault
{
    Trap,

    /// <summary>Its instructions or its memory ran out.</summary>
    Limit,

    /// <summary>It was stopped because its time was over.</summary>
    Deadline,

    /// <summary>It does not want to start, or cannot.</summary>
    Refused,
}

/// <summary>The guest is not to be used any more; the message says what happened, in one line.</summary>
public sealed class GuestFaultException(GuestFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public GuestFault Fault { get; } = fault;
}
