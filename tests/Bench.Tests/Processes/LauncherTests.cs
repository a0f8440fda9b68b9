using System.Diagnostics;
using Bench.Core;

namespace Bench.Tests;

[Collection(nameof(Alone))]
public sealed class LauncherTests
{
    [SkippableFact]
    public async Task When_the_harness_is_killed_the_program_and_its_daemons_end_too()
    {
        string launcher = await Launcher.PathAsync();
        using PidPipe started = new(), alive = new();
        Task<int[]> pids = started.ReadAsync();
        Task<int[]> ended = alive.ReadAsync();
        // Every process holds the second pipe until it ends: no polling, no waiting for a while.
        Command program = FakeChild.Does("fork-and-hang", started.Path);
        using Process harness = Process.Start("setsid", ["/bin/sh", "-c", "exec 8>\"$1\"; shift; \"$@\" 3>/dev/null & wait", "sh", alive.Path, launcher, program.Executable, .. program.Arguments]);
        Assert.Equal(3, (await pids).Length);

        harness.Kill();

        await ended;
        Processes.AssertGone(await pids);
    }

    [SkippableFact]
    public async Task A_text_file_is_no_program_and_not_handed_to_a_shell()
    {
        using TempFolder folder = new();
        string script = folder.Write("script", "echo started\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);

        Execution execution = await ChildProcess.RunAsync(Command.Of(script), await Launcher.OptionsAsync(launcher: true), false, CancellationToken.None);

        Assert.Contains("Exec format error", Assert.IsType<ExitStatus.NotStarted>(execution.Exit).Reason, StringComparison.Ordinal);
        Assert.Equal(0, execution.Output.Bytes);
    }

    [SkippableFact]
    public async Task Without_a_place_for_its_report_the_launcher_runs_nothing()
    {
        CapturedOutput output = await ChildProcess.CaptureAsync(
            FakeChild.Shell("\"$1\" echo ran 3>&-", await Launcher.PathAsync()), TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.Equal("", output.Stdout);
        Assert.StartsWith("usage: launch", output.Stderr, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_terminated_launcher_takes_its_program_with_it()
    {
        CapturedOutput output = await ChildProcess.CaptureAsync(
            FakeChild.Shell("\"$1\" sh -c 'kill -TERM $PPID; sleep 1000' 3>&1", await Launcher.PathAsync()), TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.EndsWith("signal=9\n", output.Stdout, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_launcher_that_cannot_report_is_not_taken_for_the_program()
    {
        Execution execution = await ChildProcess.RunAsync(
            Command.Of("/bin/true"), ExecutionOptions.Default with { Launcher = "/bin/false" }, false, CancellationToken.None);

        Assert.Contains("launcher", Assert.IsType<ExitStatus.NotStarted>(execution.Exit).Reason, StringComparison.Ordinal);
        Assert.Empty(execution.Readings);
    }

    [SkippableFact]
    public async Task The_reason_not_to_start_names_the_program()
    {
        Execution program = await ChildProcess.RunAsync(Command.Of("/no/such/program"), await Launcher.OptionsAsync(launcher: true), false, CancellationToken.None);
        Execution launcher = await ChildProcess.RunAsync(Command.Of("/bin/true"), ExecutionOptions.Default with { Launcher = "/no/such/launcher" }, false, CancellationToken.None);

        Assert.Equal(new ExitStatus.NotStarted("program: No such file or directory"), program.Exit);
        Assert.Equal(new ExitStatus.NotStarted("launcher: No such file or directory"), launcher.Exit);
        Assert.NotEqual(0, program.SpawnedAtUnixNs);
    }
}
