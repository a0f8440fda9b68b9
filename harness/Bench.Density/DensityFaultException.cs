using Bench.Core;
using Bench.Streaming;

namespace Bench.Density;

/// <summary>A host cannot be measured, or did not do what it should; the message is one line.</summary>
/// <param name="cause">Null where the host refuses to run here at all, which is no failure of what is measured.</param>
public sealed class DensityFaultException(FailureCause? cause, string message, string stderrTail = "", Exception? inner = null) : Exception(message, inner)
{
    public FailureCause? Cause { get; } = cause;
    public string StderrTail { get; } = stderrTail;

    /// <param name="which">Of the instances, for the message; null for the first.</param>
    internal static DensityFaultException Of(FunctionFaultException fault, string? which) =>
        new(CauseOf(fault.Fault), which is null ? fault.Message : $"{which}: {fault.Message}", inner: fault);

    private static FailureCause? CauseOf(FunctionFault fault) => fault switch
    {
        FunctionFault.Refused => null,
        FunctionFault.Trap => FailureCause.Trap,
        FunctionFault.Limit => FailureCause.OutOfMemory,
        FunctionFault.Deadline => FailureCause.Timeout,
        FunctionFault.Died => FailureCause.Killed,
        FunctionFault.BadOutput or FunctionFault.BadInput => FailureCause.WrongOutput,
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
