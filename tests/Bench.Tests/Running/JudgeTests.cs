using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Tests;

public sealed class JudgeTests
{
    private static readonly CaseId s_case = new("w", "s", "b");
    private static readonly FakeBackend s_backend = new()
    {
        Id = "b", Title = "b", Class = BackendClass.Native, TrapPattern = new Regex("^trap: "), TrapExitCodes = [134],
    };

    /// <summary>A process that did everything wrong at once, but for how it ended.</summary>
    private static readonly Execution s_wrong = new()
    {
        SpawnedAtUnixNs = 1, Exit = new ExitStatus.Exited(0), MalformedRow = "bench: x", StderrTail = "begin\n  trap: unreachable\nend",
        Output = new OutputSummary("00", 4, "3.14\nmore", ""),
    };

    public static TheoryData<ExitStatus, FailureCause, string> ByExit => new()
    {
        { new ExitStatus.NotStarted("no such file"), FailureCause.Launch, "could not be started: no such file" },
        { new ExitStatus.TimedOut(TimeSpan.FromSeconds(1.5)), FailureCause.Timeout, "not finished after 1.5 s" },
        { new ExitStatus.MemoryExceeded(1 << 20, 3 << 20), FailureCause.OutOfMemory, "used 3 MiB of memory, the limit is 1 MiB" },
        { new ExitStatus.Signalled(4), FailureCause.Trap, "ended by SIGILL" },
        { new ExitStatus.Signalled(6), FailureCause.Trap, "ended by SIGABRT" },
        { new ExitStatus.Signalled(7), FailureCause.Trap, "ended by SIGBUS" },
        { new ExitStatus.Signalled(8), FailureCause.Trap, "ended by SIGFPE" },
        { new ExitStatus.Signalled(11), FailureCause.Trap, "ended by SIGSEGV" },
        { new ExitStatus.Signalled(9), FailureCause.Killed, "ended by SIGKILL" },
        { new ExitStatus.Signalled(15), FailureCause.Killed, "ended by SIGTERM" },
        { new ExitStatus.Signalled(64), FailureCause.Killed, "ended by signal 64" },
        { new ExitStatus.Exited(0), FailureCause.Protocol, "not a row of the protocol: bench: x" },
    };

    [Theory]
    [MemberData(nameof(ByExit))]
    public void How_a_process_ended_comes_before_what_it_printed(ExitStatus exit, FailureCause cause, string error)
    {
        Outcome.Failed failed = Fault(s_wrong with { Exit = exit })!;
        Assert.Equal((cause, error), (failed.Cause, failed.Error));
        Assert.Equal(s_wrong.StderrTail, failed.StderrTail);
    }

    [Fact]
    public void The_right_answer_is_no_fault() => Assert.Null(Fault(Fakes.Right(1)));

    [Fact]
    public void The_right_answer_is_no_fault_whatever_else_was_said() => Assert.Null(Fault(Fakes.Right(1) with { StderrTail = "trap: not really" }));

    [Theory]
    [InlineData(1, "trap: out of bounds", FailureCause.Trap, "trap: out of bounds")]
    [InlineData(1, "something else", FailureCause.ExitCode, "exit code 1")]
    [InlineData(134, "something else", FailureCause.Trap, "exit code 134")]
    [InlineData(134, "a\ntrap: unreachable\nb", FailureCause.Trap, "trap: unreachable")]
    public void An_exit_code_is_a_trap_by_its_number_or_by_what_the_engine_said(int code, string said, FailureCause cause, string error)
    {
        foreach (Execution execution in new[] { Fakes.Right(1) with { StderrTail = said }, Fakes.Right(1) with { Output = new OutputSummary("00", 9, "", said) } })
        {
            Outcome.Failed failed = Fault(execution with { Exit = new ExitStatus.Exited(code), MalformedRow = "bench: x" })!;
            Assert.Equal((cause, error, said), (failed.Cause, failed.Error, failed.StderrTail));
        }
    }

    [Fact]
    public void Without_a_pattern_every_exit_code_is_just_that() =>
        Assert.Equal(FailureCause.ExitCode, Judge.Fault(s_case, FakeBackend.Of("b"), Fakes.Nothing, s_wrong with { Exit = new ExitStatus.Exited(134) })!.Cause);

    [Theory]
    [InlineData(0, "", "printed nothing, expected 5 bytes")]
    [InlineData(4, "3.14\nmore", "printed 4 bytes that begin with '3.14', expected 5 bytes")]
    [InlineData(5, "abcde", "printed 5 bytes as expected but other ones: 'abcde'")]
    public void A_wrong_answer_is_described(long bytes, string head, string error)
    {
        Execution execution = Fakes.Right(1) with { Output = new OutputSummary("00", bytes, head, head) };
        Outcome.Failed failed = Judge.Fault(s_case, s_backend, new ExpectedOutput("11", 5, null), execution)!;
        Assert.Equal((FailureCause.WrongOutput, error), (failed.Cause, failed.Error));
    }

    private static Outcome.Failed? Fault(Execution execution) => Judge.Fault(s_case, s_backend, Fakes.Nothing, execution);
}
