namespace Bench.Core;

/// <summary>Decides whether a process did what it should, and if not, what is to blame.</summary>
public static class Judge
{
    private const int SIGILL = 4, SIGTRAP = 5, SIGABRT = 6, SIGBUS = 7, SIGFPE = 8, SIGSEGV = 11;

    /// <returns>Null when the answer is right; else the failure, most telling cause first.</returns>
    public static Outcome.Failed? Fault(CaseId caseId, Backend backend, ExpectedOutput expected, Execution execution)
    {
        Outcome.Failed Failed(FailureCause cause, string error) => new(caseId, cause, error, TailOf(execution));
        bool trapped = Trapped(backend, execution);
        return execution.Exit switch
        {
            ExitStatus.NotStarted => Failed(FailureCause.Launch, execution.Exit.Describe()),
            ExitStatus.TimedOut => Failed(FailureCause.Timeout, execution.Exit.Describe()),
            ExitStatus.MemoryExceeded => Failed(FailureCause.OutOfMemory, execution.Exit.Describe()),
            ExitStatus.Signalled { Signal: SIGILL or SIGTRAP or SIGABRT or SIGBUS or SIGFPE or SIGSEGV } => Failed(FailureCause.Trap, execution.Exit.Describe()),
            ExitStatus.Signalled => Failed(FailureCause.Killed, execution.Exit.Describe()),
            ExitStatus.Exited { Code: not 0 } when trapped => Failed(FailureCause.Trap, TrapLine(backend, execution) ?? execution.Exit.Describe()),
            ExitStatus.Exited { Code: not 0 } => Failed(FailureCause.ExitCode, execution.Exit.Describe()),
            ExitStatus.Exited when execution.MalformedRow is string row => Failed(FailureCause.Protocol, $"not a row of the protocol: {row}"),
            ExitStatus.Exited when !execution.Output.Matches(expected) => Failed(FailureCause.WrongOutput, Difference(expected, execution.Output)),
            _ => null,
        };
    }

    private static bool Trapped(Backend backend, Execution execution) =>
        execution.Exit is ExitStatus.Exited exited && (backend.TrapExitCodes.Contains(exited.Code) || TrapLine(backend, execution) is not null);

    private static string? TrapLine(Backend backend, Execution execution)
    {
        if (backend.TrapPattern is null)
            return null;
        foreach (string line in (execution.StderrTail + "\n" + execution.Output.Tail).Split('\n'))
            if (backend.TrapPattern.IsMatch(line))
                return line.Trim();
        return null;
    }

    private static string Difference(ExpectedOutput expected, OutputSummary output) =>
        output.Bytes == 0 ? $"printed nothing, expected {expected.Bytes} bytes"
        : output.Bytes != expected.Bytes ? $"printed {output.Bytes} bytes that begin with '{FirstLine(output.Head)}', expected {expected.Bytes} bytes"
        : $"printed {output.Bytes} bytes as expected but other ones: '{FirstLine(output.Head)}'";

    private static string FirstLine(string text)
    {
        string line = text.Split('\n')[0];
        return line.Length > 60 ? line[..60] + "…" : line;
    }

    // Engines that log to standard output explain a failure there.
    private static string TailOf(Execution execution) =>
        execution.StderrTail.Length > 0 || execution.Exit is ExitStatus.Exited { Code: 0 } ? execution.StderrTail : execution.Output.Tail;
}
