using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet;
using Bench.Lab;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>A suite on two machines at once: ordered, measured, taken in and compared; and what happens when one of all those involved dies.</summary>
[Collection(SharedFleet.Name)]
public sealed class FleetTests(FleetFixture fleet) : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

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
    public async Task Two_machines_measure_a_suite_and_are_ranked_by_speed_and_by_price(string results)
    {
        Skip.If(fleet.Missing is not null, fleet.Missing);
        string[] way = results == "volume" ? ["--results", results, "--volume", Directory.CreateDirectory(fleet.PathOf("shared-" + Guid.NewGuid())).FullName] : ["--results", results];

        CapturedOutput output = await fleet.BenchAsync(["fleet", "run", "--suite", "smoke", "--processes", "12", "--out", _folder, .. way]);

        Assert.True(output.Succeeded, output.Describe() + output.Stderr + output.Stdout);
        FleetRecord record = FleetFolder.Read(_folder);
        Assert.Equal([(FleetFixture.Fast, FleetNodeState.Done), (FleetFixture.Slow, FleetNodeState.Done)], record.Nodes.Select(static node => (node.VmType!, node.State)));
        RunRecord fast = RunOf(record.Nodes[0]), slow = RunOf(record.Nodes[1]);
        foreach (RunRecord run in (RunRecord[])[fast, slow])
        {
            Assert.Equal(0, run.TornRows);
            Assert.Equal(3 * 12, run.Processes.Count(static one => one.Kind == WorkKind.Execute));
            Assert.All(run.Outcomes.Values, static outcome => Assert.IsType<Outcome.Measured>(outcome));
        }
        Assert.Equal((FleetFixture.Fast, FleetFixture.Slow), (fast.Header.Machine.InstanceType, slow.Header.Machine.InstanceType));
        // A quarter of a core at a tenth of the price: slower, and cheaper for the same work.
        CaseId nbody = new("nbody", "smoke", "native-clang");
        Assert.InRange(MedianOf(slow, nbody) / MedianOf(fast, nbody), 1.5, 20);
        Assert.Contains("slower", output.Stdout, StringComparison.Ordinal);
        Assert.Contains("per million executions", output.Stdout, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "compare.md")));
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
