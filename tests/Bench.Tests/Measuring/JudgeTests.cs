using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Tests;

public sealed class JudgeTests
{
    private static readonly CaseId s_case = new("nbody", "small", "engine");
    private static readonly ExpectedOutput s_expected = new(Sha256("42\n"), 3, null);

    /// <summary>A backend is asked only how its engine tells of traps; a retired one can answer that.</summary>
    private static readonly Backend s_plain = Engine(null), s_engine = Engine(new Regex("^.*(unreachable|out of bounds)"), 134);

    [Fact]
    public void The_right_answer_has_no_fault() => Assert.Null(Fault(Right));

    [Fact]
    public void The_right_answer_has_no_fault_whatever_was_said_on_standard_error() =>
        Assert.Null(Judge.Fault(s_case, s_engine, s_expected, Right with { StderrTail = "warning: unreachable code" }));

    public static TheoryData<ExitStatus, FailureCause, string> Exits => new()
    {
        { new ExitStatus.NotStarted("wasm3: Permission denied"), FailureCause.Launch, "could not be started: wasm3: Permission denied" },
        { new ExitStatus.TimedOut(TimeSpan.FromSeconds(1.5)), FailureCause.Timeout, "not finished after 1.5 s" },
        { new ExitStatus.MemoryExceeded(200 << 20, 300 << 20), FailureCause.OutOfMemory, "used 300 MiB of memory, the limit is 200 MiB" },
        { new ExitStatus.Exited(3), FailureCause.ExitCode, "exit code 3" },
        { new ExitStatus.Signalled(4), FailureCause.Trap, "ended by SIGILL" },
        { new ExitStatus.Signalled(5), FailureCause.Trap, "ended by SIGTRAP" },
        { new ExitStatus.Signalled(6), FailureCause.Trap, "ended by SIGABRT" },
        { new ExitStatus.Signalled(7), FailureCause.Trap, "ended by SIGBUS" },
        { new ExitStatus.Signalled(8), FailureCause.Trap, "ended by SIGFPE" },
        { new ExitStatus.Signalled(11), FailureCause.Trap, "ended by SIGSEGV" },
        { new ExitStatus.Signalled(9), FailureCause.Killed, "ended by SIGKILL" },
        { new ExitStatus.Signalled(15), FailureCause.Killed, "ended by SIGTERM" },
        { new ExitStatus.Signalled(13), FailureCause.Killed, "ended by SIGPIPE" },
        { new ExitStatus.Signalled(64), FailureCause.Killed, "ended by signal 64" },
    };

    [Theory, MemberData(nameof(Exits))]
    public void However_a_process_ends_it_has_one_cause_even_if_it_printed_the_answer(ExitStatus exit, FailureCause cause, string error) =>
        Assert.Equal(new Outcome.Failed(s_case, cause, error, "42"), Fault(Right with { Exit = exit }));

    /// <summary>Each with everything that the ones after it look at.</summary>
    [Fact]
    public void The_most_telling_cause_comes_first()
    {
        Execution everything = Right with { StderrTail = "trap: unreachable", MalformedRow = "bench: what", Output = Summary("41\n") };
        FailureCause CauseOf(Execution execution) => Judge.Fault(s_case, s_engine, s_expected, execution)!.Cause;

        Assert.Equal(FailureCause.Timeout, CauseOf(everything with { Exit = new ExitStatus.TimedOut(TimeSpan.Zero) }));
        Assert.Equal(FailureCause.OutOfMemory, CauseOf(everything with { Exit = new ExitStatus.MemoryExceeded(1, 2) }));
        Assert.Equal(FailureCause.Killed, CauseOf(everything with { Exit = new ExitStatus.Signalled(9) }));
        Assert.Equal(FailureCause.Trap, CauseOf(everything with { Exit = new ExitStatus.Exited(1) }));
        Assert.Equal(FailureCause.ExitCode, CauseOf(everything with { Exit = new ExitStatus.Exited(1), StderrTail = "" }));
        Assert.Equal(FailureCause.Protocol, CauseOf(everything));
        Assert.Equal(FailureCause.WrongOutput, CauseOf(everything with { MalformedRow = null }));
    }

    [Theory]
    [InlineData(1, "info\ntrap: unreachable executed\nbye", "", "trap: unreachable executed")]
    [InlineData(1, "", "[error] out of bounds memory access", "[error] out of bounds memory access")]
    [InlineData(134, "", "", "exit code 134")]
    [InlineData(134, "  memory out of bounds ", "", "memory out of bounds")]
    public void An_engine_tells_of_a_trap_by_what_it_prints_or_by_its_exit_code(int code, string stderr, string stdout, string error)
    {
        Execution execution = Right with { Exit = new ExitStatus.Exited(code), StderrTail = stderr, Output = Summary("") with { Tail = stdout } };

        Outcome.Failed failed = Judge.Fault(s_case, s_engine, s_expected, execution)!;

        Assert.Equal((FailureCause.Trap, error), (failed.Cause, failed.Error));
        Assert.Equal(FailureCause.ExitCode, Judge.Fault(s_case, s_plain, s_expected, execution)!.Cause);
    }

    [Fact]
    public void What_an_engine_said_on_standard_output_explains_its_failure_where_standard_error_is_silent()
    {
        Execution execution = Right with { Exit = new ExitStatus.Exited(1), Output = Summary("") with { Tail = "[error] bad magic" } };

        Assert.Equal("[error] bad magic", Fault(execution)!.StderrTail);
        Assert.Equal("louder", Fault(execution with { StderrTail = "louder" })!.StderrTail);
    }

    [Fact]
    public void A_malformed_row_is_quoted() =>
        Assert.Equal("not a row of the protocol: bench: what", Fault(Right with { MalformedRow = "bench: what" })!.Error);

    [Theory]
    [InlineData("", "printed nothing, expected 3 bytes")]
    [InlineData("41\n", "printed 3 bytes as expected but other ones: '41'")]
    [InlineData("42", "printed 2 bytes that begin with '42', expected 3 bytes")]
    [InlineData("42\r\n", "printed 4 bytes that begin with '42', expected 3 bytes")]
    [InlineData("an error message that is much longer than what fits one line of a table\nmore", "printed 76 bytes that begin with 'an error message that is much longer than what fits one line…', expected 3 bytes")]
    public void A_wrong_answer_is_shown_by_its_length_and_beginning(string printed, string error)
    {
        Outcome.Failed failed = Fault(Right with { Output = Summary(printed) })!;

        Assert.Equal((FailureCause.WrongOutput, error), (failed.Cause, failed.Error));
    }

    private static Execution Right => new() { SpawnedAtUnixNs = 1, Exit = new ExitStatus.Exited(0), Output = Summary("42\n") };

    private static Outcome.Failed? Fault(Execution execution) => Judge.Fault(s_case, s_plain, s_expected, execution);

    private static OutputSummary Summary(string text) => new(Sha256(text), text.Length, text.Trim(), text.Trim());

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static RetiredBackend Engine(Regex? trap, params int[] codes) => new("")
    {
        Id = "engine", Title = "engine", Class = BackendClass.Interpreter, Language = "c", TrapPattern = trap, TrapExitCodes = codes,
    };
}
