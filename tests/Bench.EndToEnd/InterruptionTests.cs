using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Runs that are cut short: what was measured is kept, nothing is left behind, and the run can go on.</summary>
public sealed class InterruptionTests : IDisposable
{
    private static readonly string[] s_run = ["run", "--suite", "smoke", "--backend", "native-*", "--processes", "20", "--seed", "7"];
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task A_run_that_was_interrupted_goes_on_where_it_was(string signal)
    {
        await SkipWithoutCompilersAsync();
        // The others need what set-up fetches, and this checkout has never seen it.
        int planned = 20 * 2 * Machine.Workloads.Count(static one => one.Assets.Count == 0);
        await using (BackgroundProcess bench = _checkout.Start([.. s_run, "--out", "first"]))
        {
            await UntilAsync(() => ProcessRows() >= 30, bench);
            // The shell's own kill: a small system has no program of that name.
            Assert.True(await BenchCommand.SignalAsync(bench.Pid, signal));
            ExitStatus exit = await bench.Exited.WaitAsync(TimeSpan.FromMinutes(1));
            if (signal != "KILL")
            {
                Assert.Equal(new ExitStatus.Exited(130), exit);
                Assert.Contains("go on with ./bench run --resume first", _checkout.Log, StringComparison.Ordinal);
            }
        }
        await UntilAsync(() => _checkout.ProcessesLeft().Count == 0, null);
        RunRecord before = RunFolder.Read(_checkout.PathOf("first"));
        Assert.InRange(before.Processes.Count, 30, planned - 1);

        CapturedOutput resumed = await _checkout.BenchAsync("run", "--resume", "first");

        Assert.True(resumed.Succeeded, resumed.Stderr);
        RunRecord after = RunFolder.Read(_checkout.PathOf("first"));
        Assert.Equal(before.Processes, after.Processes.Take(before.Processes.Count));
        Assert.Equal(planned, after.Processes.Count);
        Assert.Equal(planned, after.Processes.DistinctBy(static one => (one.Case, one.Process)).Count());
        Assert.Equal(Enumerable.Range(1, planned), after.Processes.Select(static one => one.Sequence));
        Assert.All(after.Outcomes.Values.Where(static outcome => outcome is not Outcome.Skipped), static outcome => Assert.Equal(20, Assert.IsType<Outcome.Measured>(outcome).Processes));
    }

    [SkippableFact]
    public async Task A_run_with_a_budget_goes_on_with_what_is_left_of_it()
    {
        await SkipWithoutCompilersAsync();
        await using (BackgroundProcess bench = _checkout.Start("run", "--suite", "smoke", "--workload", "n*", "--backend", "native-*", "--budget", "4s", "--seed", "7", "--out", "first"))
        {
            await UntilAsync(() => ProcessRows() >= 40, bench);
            Assert.True(await BenchCommand.SignalAsync(bench.Pid, "INT"));
            Assert.Equal(new ExitStatus.Exited(130), await bench.Exited.WaitAsync(TimeSpan.FromMinutes(1)));
        }
        RunRecord before = RunFolder.Read(_checkout.PathOf("first"));

        CapturedOutput resumed = await _checkout.BenchAsync("run", "--resume", "first");

        Assert.True(resumed.Succeeded, resumed.Stderr);
        RunRecord after = RunFolder.Read(_checkout.PathOf("first"));
        Assert.Equal(before.Processes, after.Processes.Take(before.Processes.Count));
        Assert.True(after.Processes.Count > before.Processes.Count);
        Assert.Equal(after.Processes.Count, after.Processes.DistinctBy(static one => (one.Case, one.Process)).Count());
        Assert.Equal(4, after.Plan.Count);
        Assert.All(after.Outcomes, outcome => Assert.Equal(after.Processes.Count(one => one.Case == outcome.Key), Assert.IsType<Outcome.Measured>(outcome.Value).Processes));
    }

    [SkippableFact]
    public async Task Containers_of_a_run_that_was_killed_are_gone_after_the_next_run_of_anything()
    {
        await SkipWithoutCompilersAsync();
        _checkout.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        Skip.IfNot(Environment.UserName == "root" && await Machine.Tools.ProbeAsync("docker", CancellationToken.None) is Availability.Ready, "starting an engine needs root and dockerd");
        await using (BackgroundProcess bench = _checkout.Start("run", "--suite", "smoke", "--workload", "n*", "--backend", "docker-native", "--processes", "200", "--out", "first"))
        {
            await UntilAsync(() => ProcessRows() >= 5, bench);
            Assert.True(await BenchCommand.SignalAsync(bench.Pid, "KILL"));
            await bench.Exited.WaitAsync(TimeSpan.FromMinutes(1));
        }
        // The kernel ends the engine with the harness, and its containers with the engine; its folder and its control groups stay.
        await UntilAsync(() => _checkout.ProcessesLeft().Count == 0, null);
        string engine = Assert.Single(Directory.GetDirectories(_checkout.PathOf("artifacts/docker")));
        string id = Path.GetFileName(engine);
        string socket = await File.ReadAllTextAsync(Path.Combine(engine, "socket-folder"));
        Assert.Contains(ContainerGroups(), group => group.EndsWith(id, StringComparison.Ordinal));

        CapturedOutput next = await _checkout.BenchAsync("run", "--suite", "smoke", "--workload", "nop", "--backend", "native-clang", "--out", "second");

        Assert.True(next.Succeeded, next.Stderr);
        Assert.Empty(Directory.GetFileSystemEntries(_checkout.PathOf("artifacts/docker")));
        Assert.False(Directory.Exists(socket));
        Assert.DoesNotContain(ContainerGroups(), group => group.EndsWith(id, StringComparison.Ordinal));
        Assert.Empty(_checkout.ProcessesLeft());
    }

    [SkippableFact]
    public async Task A_torn_last_line_loses_that_process_only()
    {
        await SkipWithoutCompilersAsync();
        Assert.True((await _checkout.BenchAsync([.. s_run, "--workload", "nop", "--out", "first"])).Succeeded);
        string file = _checkout.PathOf("first/run.jsonl");
        string[] lines = await File.ReadAllLinesAsync(file);
        int lastProcess = Array.FindLastIndex(lines, static line => line.StartsWith("{\"type\":\"process\"", StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, string.Join('\n', lines[..lastProcess]) + "\n" + lines[lastProcess][..20]);

        CapturedOutput resumed = await _checkout.BenchAsync("run", "--resume", "first");

        Assert.True(resumed.Succeeded, resumed.Stderr);
        RunRecord after = RunFolder.Read(_checkout.PathOf("first"));
        Assert.Equal(40, after.Processes.Count);
        Assert.All(after.Outcomes.Values, static outcome => Assert.IsType<Outcome.Measured>(outcome));
    }

    [SkippableFact]
    public async Task A_disk_that_fills_up_ends_the_run_with_one_line_and_keeps_what_was_measured()
    {
        await SkipWithoutCompilersAsync();
        Skip.IfNot(Environment.UserName == "root", "mounting a small disk needs root");
        string disk = Directory.CreateDirectory(_checkout.PathOf("disk")).FullName;
        Command bench = _checkout.BenchCommand([.. s_run, "--out", "disk/run"]);
        string script = $"mount -t tmpfs -o size=64k tmpfs '{disk}' && {{ \"$@\"; code=$?; cp disk/run/run.jsonl kept.jsonl; exit $code; }}";
        // A mount name space of its own: the small disk is gone with the command.
        CapturedOutput output = await ChildProcess.CaptureAsync(
            bench with { Executable = "unshare", Arguments = ["--mount", "--propagation", "private", "sh", "-c", script, "sh", bench.Executable, .. bench.Arguments] },
            TimeSpan.FromMinutes(2), CancellationToken.None);

        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        string fault = output.Stderr.Split('\n').Single(static line => line.StartsWith("bench: ", StringComparison.Ordinal));
        Assert.Contains("cannot write", fault, StringComparison.Ordinal);
        Assert.Contains("No space left on device", fault, StringComparison.Ordinal);
        RunRecord kept = RunFolder.Read(_checkout.PathOf("kept.jsonl"));
        Assert.NotEmpty(kept.Processes);
        Assert.Empty(_checkout.ProcessesLeft());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused_before_anything_is_measured()
    {
        CapturedOutput output = await _checkout.BenchAsync([.. s_run, "--out", "/proc/bench"]);
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.StartsWith("bench: cannot write /proc/bench", output.Stderr, StringComparison.Ordinal);
    }

    /// <summary>Control groups of engines that the harness starts, in whichever hierarchies there are.</summary>
    private static IReadOnlyList<string> ContainerGroups() =>
        [.. Directory.GetDirectories("/sys/fs/cgroup").SelectMany(static root => Directory.GetDirectories(root).Append(root)).Where(static group => Path.GetFileName(group).StartsWith("bench-", StringComparison.Ordinal))];

    private int ProcessRows() => File.Exists(_checkout.PathOf("first/run.jsonl"))
        ? File.ReadLines(_checkout.PathOf("first/run.jsonl")).Count(static line => line.StartsWith("{\"type\":\"process\"", StringComparison.Ordinal))
        : 0;

    /// <summary>Looks every few milliseconds until it is so; a minute at most.</summary>
    private async Task UntilAsync(Func<bool> condition, BackgroundProcess? alive)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            if (alive is { Exited.IsCompleted: true })
                Assert.Fail($"bench ended early: {_checkout.Log}");
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task SkipWithoutCompilersAsync()
    {
        foreach (string compiler in (string[])["clang", "gcc"])
            Skip.IfNot(await Machine.Tools.ProbeAsync(compiler, CancellationToken.None) is Availability.Ready, $"{compiler} is not installed");
    }
}
