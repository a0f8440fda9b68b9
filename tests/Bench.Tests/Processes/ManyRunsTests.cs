using Bench.Core;

namespace Bench.Tests;

/// <summary>Counts what the test process holds, so nothing else may run beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class ManyRunsTests
{
    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task Five_hundred_runs_leave_no_descriptor_and_no_zombie(bool launcher)
    {
        ExecutionOptions options = await Launcher.OptionsAsync(launcher);
        await RunBothAsync(options);
        int before = Directory.GetFiles("/proc/self/fd").Length;

        for (int i = 0; i < 250; i++)
            await RunBothAsync(options);

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 5);
        Assert.Empty(Directory.GetDirectories("/proc/self/task").SelectMany(static task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static async Task RunBothAsync(ExecutionOptions options)
    {
        Assert.IsType<ExitStatus.Exited>((await ChildProcess.RunAsync(Command.Of("/bin/true"), options, false, CancellationToken.None)).Exit);
        Assert.IsType<ExitStatus.NotStarted>((await ChildProcess.RunAsync(Command.Of("/no/such/program"), options, false, CancellationToken.None)).Exit);
    }
}
