using Bench.Core;

namespace Bench.Backends.Workers;

/// <summary>What one request showed of the program.</summary>
/// <param name="StderrTail">Standard error without the rows of the protocol, then the trap if there was one.</param>
/// <param name="FirstByteAtUnixNs">Realtime clock when the first of it was there.</param>
internal sealed record WorkerAnswer(ExitStatus Exit, OutputSummary Output, string StderrTail, string? MalformedRow, long FirstByteAtUnixNs)
{
    internal bool IsRight(ExpectedOutput expected) => Exit is ExitStatus.Exited { Code: 0 } && MalformedRow is null && Output.Matches(expected);
}
