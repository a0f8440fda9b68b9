using Bench.Core;

namespace Bench.Streams;

/// <summary>A node of a stream did not do what it should; the message is one line that names it.</summary>
/// <param name="refused">Whether it said by its exit code that it cannot run here or as asked, which is no failure of what is measured.</param>
public sealed class NodeFaultException(FailureCause cause, string message, string stderrTail = "", bool refused = false) : Exception(message)
{
    public FailureCause Cause { get; } = cause;
    public string StderrTail { get; } = stderrTail;
    public bool Refused { get; } = refused;
}
