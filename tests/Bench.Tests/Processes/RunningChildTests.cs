using System.Diagnostics;
using Bench.Core;

namespace Bench.Tests;

public sealed class RunningChildTests
{
    private static readonly ExecutionOptions s_options = ExecutionOptions.Default with { Timeout = TimeSpan.FromSeconds(60) };

    [Fact]
    public void Where_the_kernel_has_no_pidfd_the_exit_is_noticed_all_the_same()
    {
        RunningChild child = new(FakeChild.Shell("exit 3"), s_options, report: false) { OpenPidfd = static _ => -1 };

        child.Run(static (_, _) => { }, static (_, _) => { }, CancellationToken.None);

        Assert.Equal(new ExitStatus.Exited(3), child.Exit);
    }

    [Fact]
    public async Task When_watching_a_child_breaks_its_tree_is_ended_and_the_error_comes_through()
    {
        using PidPipe pipe = new();
        Task<int[]> pids = pipe.ReadAsync();
        RunningChild child = new(FakeChild.Does("fork-and-hang", pipe.Path), s_options, report: false)
        {
            OpenPidfd = _ => pids.GetAwaiter().GetResult().Length == 3 ? throw new InvalidDataException("broken") : -1,
        };

        Assert.Throws<InvalidDataException>(() => child.Run(static (_, _) => { }, static (_, _) => { }, CancellationToken.None));

        Processes.AssertGone(await pids);
    }

    [Fact]
    public async Task A_process_that_other_code_has_started_survives_the_sweeps()
    {
        using Process other = Process.Start("sleep", ["1000"]);
        await ChildProcess.RunAsync(Command.Of("/bin/true"), s_options, false, CancellationToken.None);

        Assert.True(Processes.Lives(other.Id));
        other.Kill();
        await other.WaitForExitAsync();
        Assert.Equal(128 + 9, other.ExitCode);
    }
}
