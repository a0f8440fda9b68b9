using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bench.Core;

namespace Bench.Tests;

public sealed class ChildProcessTests
{
    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Exit_code_and_output_of_a_program_are_reported(bool launcher)
    {
        Execution execution = await RunAsync(FakeChild.Shell("printf answer; echo trouble >&2; exit 7"), launcher);

        Assert.Equal(new ExitStatus.Exited(7), execution.Exit);
        Assert.Equal("answer", execution.Output.Head);
        Assert.Equal(6, execution.Output.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("answer"u8)), execution.Output.Sha256);
        Assert.Equal("trouble", execution.StderrTail);
    }

    [SkippableTheory, InlineData(false, 9), InlineData(true, 9), InlineData(false, 15), InlineData(true, 15), InlineData(false, 11), InlineData(true, 11)]
    public async Task A_program_that_ends_by_a_signal_is_reported_with_the_signal(bool launcher, int signal) =>
        Assert.Equal(new ExitStatus.Signalled(signal), (await RunAsync(FakeChild.Shell($"kill -{signal} $$"), launcher)).Exit);

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Rows_on_standard_error_become_readings(bool launcher)
    {
        Execution execution = await RunAsync(FakeChild.Does("rows", "valid"), launcher);

        Assert.Null(execution.MalformedRow);
        Assert.Equal("hello", execution.StderrTail);
        Assert.Equal(
            [new Reading(1, Phases.Execute, Metric.Wall, 1000), new Reading(2, Phases.Execute, Metric.Wall, 1001)],
            execution.Readings.Where(static one => one.Phase == Phases.Execute));
        Reading startup = Assert.Single(execution.Readings, static one => one.Phase == Phases.Startup);
        Assert.InRange(startup.Value, 1, Total(execution, Metric.Wall)!.Value);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Times_of_a_busy_program_are_present_and_fit_each_other(bool launcher)
    {
        Execution execution = await RunAsync(FakeChild.Shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"), launcher);

        long wall = Total(execution, Metric.Wall)!.Value, cpu = Total(execution, Metric.User)!.Value + Total(execution, Metric.Sys)!.Value;
        Assert.InRange(Total(execution, Metric.User)!.Value, 1_000_000, wall);
        // The kernel rounds processor time up to its tick.
        Assert.InRange(cpu, 1_000_000, wall + 20_000_000);
    }

    [SkippableFact]
    public async Task Through_the_launcher_a_small_program_is_small_although_the_harness_is_big()
    {
        Execution execution = await RunAsync(Command.Of("/bin/true"), launcher: true);

        Assert.True(Environment.WorkingSet > 16 << 20);
        Assert.InRange(Total(execution, Metric.PeakRss)!.Value, 100 << 10, 8 << 20);
    }

    [SkippableFact]
    public async Task Through_the_launcher_peak_memory_of_a_big_program_is_reported() =>
        Assert.InRange(Total(await RunAsync(FakeChild.Shell("head -c 100000000 /dev/zero | tail -c 100000000 | wc -c"), launcher: true), Metric.PeakRss)!.Value, 95 << 20, 400 << 20);

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Two_hundred_megabytes_of_output_flow_through_without_staying(bool launcher)
    {
        const int bytes = 200_000_000;
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Execution execution = await RunAsync(FakeChild.Does("flood", $"{bytes}", "stdout"), launcher);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16 << 20);
        Assert.Equal(bytes, execution.Output.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(FakeChild.FloodPattern(bytes))), execution.Output.Sha256);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Both_pipes_flooded_at_once_do_not_block_each_other(bool launcher)
    {
        Execution execution = await RunAsync(FakeChild.Does("flood", "20000000", "both"), launcher);

        Assert.Equal(new ExitStatus.Exited(0), execution.Exit);
        Assert.Equal(20_000_000, execution.Output.Bytes);
        Assert.InRange(execution.StderrTail.Length, 1, 4096);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_timeout_ends_the_whole_tree_also_those_that_slipped_away(bool launcher)
    {
        using PidPipe pipe = new();
        Task<int[]> pids = pipe.ReadAsync();

        Execution execution = await RunAsync(FakeChild.Does("fork-and-hang", pipe.Path), launcher, static options => options with { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(new ExitStatus.TimedOut(TimeSpan.FromSeconds(1)), execution.Exit);
        Assert.Equal(3, (await pids).Length);
        Processes.AssertGone(await pids);
        Assert.Empty(execution.Readings);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Cancellation_ends_the_whole_tree_and_throws(bool launcher)
    {
        using PidPipe pipe = new();
        using CancellationTokenSource cancellation = new();
        Task<int[]> pids = pipe.ReadAsync();
        Task<Execution> run = ChildProcess.RunAsync(FakeChild.Does("fork-and-hang", pipe.Path), await Launcher.OptionsAsync(launcher), false, cancellation.Token);
        Assert.Equal(3, (await pids).Length);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Processes.AssertGone(await pids);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_script_that_is_ended_does_not_go_on_to_its_next_command(bool launcher)
    {
        using TempFolder folder = new();
        for (int i = 0; i < 20; i++)
        {
            using PidPipe pipe = new();
            using CancellationTokenSource cancellation = new();
            Task<int[]> pids = pipe.ReadAsync();
            Task<Execution> run = ChildProcess.RunAsync(
                FakeChild.Shell("sh -c 'echo $$ > \"$1\"; exec sleep 1000' sh \"$1\"; : > \"$2\"", pipe.Path, folder["next"]),
                await Launcher.OptionsAsync(launcher), false, cancellation.Token);
            await pids;
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Assert.False(File.Exists(folder["next"]));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_begins_starts_nothing() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ChildProcess.RunAsync(Command.Of("/bin/true"), ExecutionOptions.Default, false, new CancellationToken(canceled: true)));

    [SkippableTheory, InlineData(false, "leave-daemon"), InlineData(true, "leave-daemon"), InlineData(false, "leave-stranger"), InlineData(true, "leave-stranger")]
    public async Task A_daemon_left_behind_is_ended_and_the_call_returns(bool launcher, string verb)
    {
        using PidPipe pipe = new();
        Task<int[]> pids = pipe.ReadAsync();

        Execution execution = await RunAsync(FakeChild.Does(verb, pipe.Path), launcher);

        Assert.Equal(new ExitStatus.Exited(0), execution.Exit);
        Assert.Equal("done\n".Length, execution.Output.Bytes);
        Assert.Single(await pids);
        Processes.AssertGone(await pids);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_program_that_eats_too_much_memory_is_ended(bool launcher)
    {
        Execution execution = await RunAsync(FakeChild.Does("eat", $"{400 << 20}"), launcher, static options => options with { MemoryBytes = 200 << 20 });

        ExitStatus.MemoryExceeded exceeded = Assert.IsType<ExitStatus.MemoryExceeded>(execution.Exit);
        Assert.Equal(200 << 20, exceeded.LimitBytes);
        Assert.InRange(exceeded.SeenBytes, 200 << 20, 600 << 20);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Memory_of_descendants_counts_towards_the_limit(bool launcher)
    {
        Command parent = FakeChild.Shell("\"$@\" & wait", [FakeChild.Does("").Executable, .. FakeChild.Does("eat", $"{400 << 20}").Arguments]);

        Execution execution = await RunAsync(parent, launcher, static options => options with { MemoryBytes = 200 << 20 });

        Assert.IsType<ExitStatus.MemoryExceeded>(execution.Exit);
    }

    [SkippableTheory]
    [InlineData(false, "/no/such/program"), InlineData(true, "/no/such/program"), InlineData(false, "no-such-program-on-path"), InlineData(true, "no-such-program-on-path")]
    [InlineData(false, "/etc/passwd"), InlineData(true, "/etc/passwd"), InlineData(false, "/etc"), InlineData(true, "/etc")]
    public async Task A_program_that_cannot_be_started_is_not_started_with_the_reason(bool launcher, string program)
    {
        Execution execution = await RunAsync(Command.Of(program), launcher);

        ExitStatus.NotStarted notStarted = Assert.IsType<ExitStatus.NotStarted>(execution.Exit);
        Assert.Contains(program.StartsWith("/etc", StringComparison.Ordinal) ? "Permission denied" : "No such file or directory", notStarted.Reason, StringComparison.Ordinal);
        Assert.Empty(execution.Readings);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Arguments_pass_unchanged(bool launcher)
    {
        string[] arguments = ["two words", "", "\"quoted\" 'twice'", "žluťoučký 🐎", "$HOME `id` \\ *", "--", "-x", "line\nbreak", "\t"];

        Execution execution = await RunAsync(FakeChild.Does("echo", arguments), launcher);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Concat(arguments.Select(static one => one + "\0"))))), execution.Output.Sha256);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Environment_is_added_to_the_harness_own(bool launcher)
    {
        Command command = FakeChild.Shell("printf '%s|%s|%s' \"$BENCH_TEST\" \"${PATH:+inherited}\" \"$HOME\"").WithEnvironment("BENCH_TEST", "a=b c").WithEnvironment("HOME", "");

        Assert.Equal("a=b c|inherited|", (await RunAsync(command, launcher)).Output.Head);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_program_runs_in_its_working_directory(bool launcher) =>
        Assert.Equal("/usr", (await RunAsync(FakeChild.Does("directory") with { WorkingDirectory = "/usr" }, launcher)).Output.Head);

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_working_directory_that_is_not_there_is_a_reason_not_to_start(bool launcher) =>
        Assert.IsType<ExitStatus.NotStarted>((await RunAsync(Command.Of("/bin/true") with { WorkingDirectory = "/no/such/folder" }, launcher)).Exit);

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Standard_input_is_empty(bool launcher) =>
        Assert.Equal("empty", (await RunAsync(FakeChild.Does("input"), launcher)).Output.Head);

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_pinned_program_sees_one_processor(bool launcher)
    {
        int? core = Affinity.ChooseCore();
        Skip.If(core is null, "a single core");

        Execution execution = await RunAsync(FakeChild.Shell("grep Cpus_allowed_list /proc/self/status"), launcher, options => options with { Core = core });

        Assert.Equal($"Cpus_allowed_list:\uFFFD{core}".Replace('\uFFFD', '\t'), execution.Output.Head);
    }

    [Theory, InlineData(1023), InlineData(100_000), InlineData(-1)]
    public async Task A_program_is_not_run_unpinned_where_its_core_is_not_to_be_had(int core)
    {
        Execution execution = await RunAsync(Command.Of("/bin/true"), launcher: false, options => options with { Core = core });

        Assert.Equal(new ExitStatus.NotStarted($"true: this process may not use core {core}"), execution.Exit);
    }

    [Fact]
    public async Task Without_the_launcher_a_peak_that_may_be_the_harness_own_is_not_reported()
    {
        TouchAndFree(300 << 20);

        Execution execution = await RunAsync(Command.Of("/bin/true"), launcher: false);

        Assert.Null(Total(execution, Metric.PeakRss));
        Assert.NotNull(Total(execution, Metric.Wall));
    }

    [Fact]
    public async Task An_argument_with_a_null_character_is_refused_and_not_cut_short() =>
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Command.Of("/bin/echo", "a\0b"), launcher: false));

    [Fact]
    public async Task The_harness_is_as_free_as_before_after_it_pinned_a_program()
    {
        int before = Affinity.ChooseCore() ?? -1;
        await RunAsync(Command.Of("/bin/true"), launcher: false, static options => options with { Core = 0 });

        Assert.Equal(before, Affinity.ChooseCore() ?? -1);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_broken_pipe_ends_a_program_although_the_harness_ignores_the_signal(bool launcher)
    {
        Execution execution = await RunAsync(FakeChild.Shell("kill -PIPE $$; echo survived"), launcher);

        Assert.Equal(new ExitStatus.Signalled(13), execution.Exit);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_program_has_no_descriptors_but_the_three_standard_ones(bool launcher)
    {
        Execution execution = await RunAsync(FakeChild.Shell("for fd in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$fd ] && echo $fd; done; true"), launcher);

        Assert.Equal("", execution.Output.Head);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task A_program_that_closes_its_output_and_lives_on_is_waited_for(bool launcher)
    {
        using PidPipe pipe = new();
        Task<int[]> pids = pipe.ReadAsync();

        Execution execution = await RunAsync(FakeChild.Does("close", pipe.Path, "0.2"), launcher);

        Assert.Equal(new ExitStatus.Exited(0), execution.Exit);
        Processes.AssertGone(await pids);
    }

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Fifty_programs_at_once_do_not_disturb_each_other(bool launcher)
    {
        ExecutionOptions options = await Launcher.OptionsAsync(launcher);
        // Each works through an orphan, which the end of another must not take for its own leftover.
        Task<Execution>[] runs = [.. Enumerable.Range(0, 50).Select(i =>
            ChildProcess.RunAsync(FakeChild.Shell("(sh -c 'sleep 0.1; echo $1 >&3' sh $1 &) 3>&1 | cat; exit $1", $"{i}"), options, false, CancellationToken.None))];

        Execution[] executions = await Task.WhenAll(runs);

        Assert.Equal(Enumerable.Range(0, 50).Select(static i => (new ExitStatus.Exited(i), $"{i}")), executions.Select(static one => ((ExitStatus.Exited)one.Exit, one.Output.Head)));
    }

    private static async Task<Execution> RunAsync(Command command, bool launcher, Func<ExecutionOptions, ExecutionOptions>? with = null)
    {
        ExecutionOptions options = await Launcher.OptionsAsync(launcher);
        return await ChildProcess.RunAsync(command, with?.Invoke(options) ?? options, logsToStdout: false, CancellationToken.None);
    }

    private static unsafe void TouchAndFree(int bytes)
    {
        byte* memory = (byte*)NativeMemory.Alloc((nuint)bytes);
        for (int at = 0; at < bytes; at += 4096)
            memory[at] = 1;
        NativeMemory.Free(memory);
    }

    private static long? Total(Execution execution, Metric metric) =>
        execution.Readings.Where(one => one.Phase == Phases.Total && one.Metric == metric).Select(static one => (long?)one.Value).SingleOrDefault();
}
