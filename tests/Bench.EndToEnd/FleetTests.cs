using System.Globalization;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet;
using Bench.Lab;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>A suite on two machines at once: ordered, measured, taken in and compared; and what happens when one of all those involved dies.</summary>
[Collection(SharedFleet.Name)]
[Trait("Speed", "Slow")]
public sealed class FleetTests(FleetFixture fleet) : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly string[] s_run = ["fleet", "run", "--suite", "smoke", "--backend", "native-clang", "--workload", "nbody", "--workload", "nop", "--workload", "pi"];

    private readonly string _folder = fleet.PathOf(Guid.NewGuid().ToString("n"));

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Whatever a test did: nothing of the fleet is left on any machine.</summary>
    public async Task DisposeAsync()
    {
        if (fleet.Missing is not null)
            return;
        using SwarmManager manager = await SwarmManager.ConnectAsync(fleet.FastNode.DockerHost, default);
        Assert.Empty(await manager.ServicesAsync(FleetLabels.Fleet, default));
        Assert.Empty(await manager.ConfigsAsync(FleetLabels.Fleet, default));
        foreach (SwarmLabNode node in fleet.Lab.Nodes)
        {
            using DockerEngine engine = await node.ConnectAsync(default);
            await UntilAsync(async () => (await engine.ListAsync(FleetLabels.Fleet, default)).Count == 0, "containers to go");
        }
    }

    [SkippableTheory]
    [InlineData("logs")]
    [InlineData("stream")]
    [InlineData("volume")]
    public async Task Two_machines_measure_a_suite_and_all_of_it_comes_back(string results)
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        string[] way = results == "volume" ? ["--results", results, "--volume", Directory.CreateDirectory(_folder + ".shared").FullName] : ["--results", results];

        CapturedOutput output = await fleet.BenchAsync([.. s_run, "--processes", "12", "--out", _folder, .. way]);

        Assert.True(output.Succeeded, output.Describe() + output.Stderr + output.Stdout);
        FleetRecord record = FleetFolder.Read(_folder);
        Assert.Equal([(FleetFixture.Fast, FleetNodeState.Done), (FleetFixture.Slow, FleetNodeState.Done)], record.Nodes.Select(static node => (node.VmType!, node.State)));
        foreach (FleetNode node in record.Nodes)
        {
            RunRecord run = RunOf(node);
            Assert.Equal(0, run.TornRows);
            Assert.Equal(3 * 12, run.Processes.Count);
            Assert.Equal(3, run.Outcomes.Count);
            Assert.All(run.Outcomes.Values, static outcome => Assert.IsType<Outcome.Measured>(outcome));
            Assert.Equal(node.VmType, run.Header.Machine.InstanceType);
            Assert.InRange(node.PreparingSeconds!.Value, 0, node.Seconds!.Value);
        }
        if (results == "volume")
            foreach (FleetNode node in record.Nodes)
                Assert.Equal(await File.ReadAllBytesAsync(RunFolder.RunFile(Path.Combine(_folder + ".shared", record.Id, node.Id))), await File.ReadAllBytesAsync(RunFolder.RunFile(FleetFolder.NodeFolder(_folder, node))));
    }

    [SkippableFact]
    public async Task A_quarter_of_a_core_at_a_tenth_of_the_price_is_slower_and_cheaper()
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        // Long enough that the quota of a period is used up.
        CapturedOutput output = await fleet.BenchAsync("fleet", "run", "--suite", "smoke", "--size", "small", "--backend", "native-clang", "--workload", "nbody", "--workload", "pi", "--processes", "7", "--out", _folder);

        Assert.True(output.Succeeded, output.Describe() + output.Stderr + output.Stdout);
        FleetRecord record = FleetFolder.Read(_folder);
        CaseId nbody = new("nbody", "small", "native-clang");
        double ratio = MedianOf(RunOf(record.Nodes[1]), nbody) / MedianOf(RunOf(record.Nodes[0]), nbody);
        string[][] rows = [.. (await File.ReadAllLinesAsync(Path.Combine(_folder, "compare.csv"))).Select(static line => line.Split(','))];
        string[] compared = Assert.Single(rows, static row => row is ["ratio", _, "nbody", ..]);
        Assert.Equal((FleetFixture.Slow, FleetFixture.Fast), (compared[4], compared[5]));
        Dictionary<string, double> price = rows.Where(static row => row is ["price-per-million", _, "nbody", ..]).ToDictionary(static row => row[4], static row => double.Parse(row[8], CultureInfo.InvariantCulture));
        // Ten times the price of an hour, but not ten times as fast.
        Assert.Equal(10 / ratio, price[FleetFixture.Fast] / price[FleetFixture.Slow], 0.01 * 10 / ratio);
        // With much other work on its core, the whole one is a quarter, too: then there may be no difference to be seen, but never the opposite one.
        bool isAlone = RunOf(record.Nodes[0]).Noise.Max(static one => one.Load) <= 2 * Environment.ProcessorCount;
        Assert.InRange(ratio, isAlone ? 1.8 : 0.9, 12);
        Assert.Contains(compared[12], isAlone ? ["slower"] : new[] { "slower", "no difference seen" });
        if (isAlone)
            Assert.All(rows.Where(static row => row[0] == "price-per-1000-s"), static row => Assert.NotEqual("dominated", row[12]));
        Assert.Contains(compared[12], output.Stdout, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_machine_that_dies_is_a_failed_block_and_later_measures_only_what_it_had_not()
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        await using BackgroundProcess caller = Start([.. s_run, "--processes", "150", "--lost-after", "3s", "--out", _folder]);
        await UntilAsync(() => Task.FromResult(RowsOf(fleet.SlowNode) > 10), "rows of the slow machine");
        await fleet.SlowNode.KillAsync();
        ExitStatus exit = await caller.Exited.WaitAsync(s_patience);

        Assert.Equal(new ExitStatus.Exited(1), exit);
        string said = await File.ReadAllTextAsync(Log);
        Assert.Contains("vm-slow (slow.small): lost: the swarm has not heard of it since", said, StringComparison.Ordinal);
        Assert.Contains("--resume", said, StringComparison.Ordinal);
        FleetRecord lost = FleetFolder.Read(_folder);
        Assert.Equal([FleetNodeState.Done, FleetNodeState.Lost], lost.Nodes.Select(static node => node.State));
        Assert.Contains("the swarm has not heard of it since", await File.ReadAllTextAsync(Path.Combine(_folder, "compare.md")), StringComparison.Ordinal);
        byte[] fast = await File.ReadAllBytesAsync(RunFolder.RunFile(FleetFolder.NodeFolder(_folder, lost.Nodes[0])));
        RunRecord before = RunOf(lost.Nodes[1]);
        Assert.InRange(before.Processes.Count, 10, 449);

        await fleet.SlowNode.RestartAsync(default);
        CapturedOutput resumed = await fleet.BenchAsync("fleet", "run", "--resume", _folder);

        Assert.True(resumed.Succeeded, resumed.Describe() + resumed.Stderr + resumed.Stdout);
        FleetRecord whole = FleetFolder.Read(_folder);
        Assert.All(whole.Nodes, static node => Assert.Equal(FleetNodeState.Done, node.State));
        Assert.Equal([1, 2], whole.Nodes.Select(static node => node.Attempt));
        RunRecord after = RunOf(whole.Nodes[1]);
        Assert.Equal(before.Processes, after.Processes.Take(before.Processes.Count));
        Assert.Equal(3 * 150, after.Processes.Count);
        Assert.Equal(3 * 150, after.Processes.DistinctBy(static one => (one.Case, one.Process)).Count());
        Assert.Equal(fast, await File.ReadAllBytesAsync(RunFolder.RunFile(FleetFolder.NodeFolder(_folder, whole.Nodes[0]))));
    }

    [SkippableTheory]
    [InlineData("logs", "KILL")]
    [InlineData("stream", "KILL")]
    [InlineData("logs", "INT")]
    public async Task Machines_go_on_without_their_caller_and_what_they_measured_is_collected(string results, string signal)
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        await using (BackgroundProcess caller = Start([.. s_run, "--processes", "100", "--results", results, "--out", _folder]))
        {
            await UntilAsync(() => Task.FromResult(RowsOf(fleet.FastNode) > 3 && RowsOf(fleet.SlowNode) > 3), "rows of both machines");
            Assert.True(await BenchCommand.SignalAsync(caller.Pid, signal));
            ExitStatus exit = await caller.Exited.WaitAsync(s_patience);
            if (signal == "INT")
            {
                Assert.Equal(new ExitStatus.Exited(130), exit);
                Assert.Contains($"./bench fleet collect {_folder} takes what they measure", await File.ReadAllTextAsync(Log), StringComparison.Ordinal);
            }
        }
        CapturedOutput tooEarly = await fleet.BenchAsync("fleet", "run", "--resume", _folder);
        Assert.Equal((new ExitStatus.Exited(2), $"bench: its nodes may be measuring: ./bench fleet collect {_folder} takes that first, ./bench fleet clean ends it\n"), (tooEarly.Exit, tooEarly.Stderr));
        CapturedOutput collected = await fleet.BenchAsync("fleet", "collect", _folder);

        Assert.True(collected.Succeeded, collected.Describe() + collected.Stderr + collected.Stdout);
        foreach (FleetNode node in FleetFolder.Read(_folder).Nodes)
        {
            Assert.Equal(FleetNodeState.Done, node.State);
            Assert.Equal(3 * 100, RunOf(node).Processes.Count);
        }
    }

    [SkippableTheory]
    [InlineData("logs", 0)]
    [InlineData("logs", 150)]
    [InlineData("stream", 0)]
    public async Task A_caller_that_is_killed_while_it_orders_leaves_nothing_that_is_not_found(string results, int milliseconds)
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        await using (BackgroundProcess caller = Start([.. s_run, "--processes", "5", "--results", results, "--out", _folder]))
        {
            await UntilAsync(() => Task.FromResult(FleetFolder.IsOne(_folder)), "the record of the fleet");
            await Task.Delay(milliseconds);
            Assert.True(await BenchCommand.SignalAsync(caller.Pid, "KILL"));
            await caller.Exited.WaitAsync(s_patience);
        }

        // The service had been made, or it had not.
        CapturedOutput collected = await fleet.BenchAsync("fleet", "collect", _folder);
        if (!collected.Succeeded)
        {
            Assert.Equal((new ExitStatus.Exited(2), $"bench: the swarm has nothing of this fleet any more: ./bench fleet run --resume {_folder} measures what is missing\n"), (collected.Exit, collected.Stderr));
            CapturedOutput resumed = await fleet.BenchAsync("fleet", "run", "--resume", _folder);
            Assert.True(resumed.Succeeded, resumed.Describe() + resumed.Stderr + resumed.Stdout);
        }
        foreach (FleetNode node in FleetFolder.Read(_folder).Nodes)
        {
            Assert.Equal(FleetNodeState.Done, node.State);
            Assert.Equal(3 * 5, RunOf(node).Processes.Count);
        }
    }

    [SkippableFact]
    public async Task A_manager_that_is_lost_ends_the_caller_with_one_line_and_the_rest_is_collected_when_it_is_back()
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        await using (BackgroundProcess caller = Start([.. s_run, "--processes", "100", "--out", _folder]))
        {
            // The slower machine may not have begun: the fast one would be done before it has.
            await UntilAsync(() => Task.FromResult(RowsOf(fleet.FastNode) > 3), "rows of the manager's own");
            await fleet.FastNode.KillAsync();
            Assert.Equal(new ExitStatus.Exited(2), await caller.Exited.WaitAsync(s_patience));
        }
        string[] said = [.. (await File.ReadAllLinesAsync(Log)).Where(static line => line.StartsWith("bench: ", StringComparison.Ordinal))];
        Assert.Contains("the manager of the swarm does not answer", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains("fleet collect", said[0], StringComparison.Ordinal);

        await fleet.FastNode.RestartAsync(default);
        CapturedOutput collected = await fleet.BenchAsync("fleet", "collect", _folder);

        Assert.Equal(new ExitStatus.Exited(1), collected.Exit);
        FleetRecord record = FleetFolder.Read(_folder);
        // The manager's own container died with it; the other machine has measured all of it.
        Assert.Equal([FleetNodeState.Failed, FleetNodeState.Done], record.Nodes.Select(static node => node.State));
        Assert.Equal(3 * 100, RunOf(record.Nodes[1]).Processes.Count);
        CapturedOutput resumed = await fleet.BenchAsync("fleet", "run", "--resume", _folder);
        Assert.True(resumed.Succeeded, resumed.Describe() + resumed.Stderr + resumed.Stdout);
        Assert.Equal(3 * 100, RunOf(FleetFolder.Read(_folder).Nodes[0]).Processes.Count);
    }

    [SkippableFact]
    public async Task A_machine_without_the_image_is_named_and_the_other_measures()
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        const string elsewhere = "localhost/bench:on-one-machine-only";
        using DockerEngine engine = await fleet.FastNode.ConnectAsync(default);
        CapturedOutput tagged = await ChildProcess.CaptureAsync(
            Command.Of("curl", "--silent", "--show-error", "--fail", "--request", "POST", "--unix-socket", fleet.FastNode.Socket, $"http://docker/images/{fleet.Image}/tag?repo=localhost/bench&tag=on-one-machine-only"), s_patience, default);
        Assert.True(tagged.Succeeded, tagged.Describe());

        CapturedOutput output = await fleet.BenchAsync([.. s_run, "--workload", "nop", "--processes", "2", "--image", elsewhere, "--out", _folder]);

        await engine.RemoveImageAsync(elsewhere, default);
        Assert.Equal(new ExitStatus.Exited(1), output.Exit);
        FleetRecord record = FleetFolder.Read(_folder);
        Assert.Equal([FleetNodeState.Done, FleetNodeState.Failed], record.Nodes.Select(static node => node.State));
        Assert.Contains("No such image", record.Nodes[1].Cause, StringComparison.Ordinal);
        Assert.Contains(elsewhere, record.Nodes[1].Cause, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("--on", "vm.type==c.huge", "no node matches vm.type==c.huge: vm.type is fast.large, slow.small (./bench fleet nodes)")]
    [InlineData("--on", "vm.type", "is no condition")]
    [InlineData("--suite", "qick", "did you mean quick")]
    [InlineData("--results", "pigeon", "unknown way of results 'pigeon'")]
    [InlineData("--results", "volume", "--volume DIR belong together")]
    [InlineData("--currency", "eur", "expected three capital letters")]
    [InlineData("--listen", "10.77.0.11", "--listen is for --results stream")]
    public async Task What_cannot_be_ordered_is_said_in_one_line(string option, string value, string expected)
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        CapturedOutput output = await fleet.BenchAsync("fleet", "run", option, value, "--out", _folder);

        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        string line = Assert.Single(output.Stderr.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("bench: ", line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    private string Log => _folder + ".log";

    private BackgroundProcess Start(params string[] arguments) => BackgroundProcess.Start(fleet.CommandOf(arguments), Log);

    /// <summary>Closed processes of a machine that are here.</summary>
    private int RowsOf(SwarmLabNode node)
    {
        string file = RunFolder.RunFile(Path.Combine(_folder, "nodes", node.Name));
        if (!File.Exists(file))
            return 0;
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split("{\"type\":\"process\"").Length - 1;
    }

    private RunRecord RunOf(FleetNode node) => RunFolder.Read(FleetFolder.NodeFolder(_folder, node));

    private static double MedianOf(RunRecord run, CaseId id)
    {
        double[] values = [.. run.Measurements.Where(one => one.Case == id && one.Phase == Phases.Total && one.Metric == Metric.Wall).Select(static one => (double)one.Value).Order()];
        return values[values.Length / 2];
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using CancellationTokenSource limit = new(s_patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(50);
        }
    }
}
