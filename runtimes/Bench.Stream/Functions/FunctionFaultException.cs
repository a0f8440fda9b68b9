namespace Bench.Streaming;

/// <summary>How a function failed on a message.</summary>
public enum FunctionFault
{
    /// <summary>It cannot be started at all; trying again does not help.</summary>
    Refused,
    Trap,

    /// <summary>It used up its instructions, its memory or its room for replies.</summary>
    Limit,

    /// <summary>It did not answer in time.</summary>
    Deadline,

    /// <summary>Its process or container ended.</summary>
    Died,

    /// <summary>What it answered is not what the protocol allows.</summary>
    BadOutput,

    /// <summary>The message does not hold what its codec, or the function, expects.</summary>
    BadInput,
}

/// <summary>The function failed on this message; the message says how, in one line.</summary>
public sealed class FunctionFaultException(FunctionFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public FunctionFault Fault { get; } = fault;
}
