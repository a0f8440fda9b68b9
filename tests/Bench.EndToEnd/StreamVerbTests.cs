using System.Globalization;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary><c>bench stream</c> with nodes that really send.</summary>
[Trait("Speed", "Slow")]
public sealed class StreamVerbTests : IDisposable
{
    private const long ZipperBytes = 150L << 20;
    private readonly string _folder = Machine.TemporaryFolder().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("quic")]
    [InlineData("tcp")]
    public async Task A_scenario_is_measured_with_a_ledger_that_adds_up(string transport)
    {
        string run = Path.Combine(_folder, transport);
        CapturedOutput output = await BenchAsync("stream", Scenario("codecs: [y3, json]\npayload: sensor\n"), "--transport", transport, "--out", run);
        Assert.True(output.Succeeded, output.Stderr);

        RunRecord record = RunFolder.Read(run);
        Summary summary = new(record);
        Assert.Equal(4, summary.Cases.Count);
        Assert.All(summary.Cases, one =>
        {
            Assert.IsType<Outcome.Measured>(summary.OutcomeOf(one));
            Assert.Equal((1000, 0, 0, 0), (Count(one, Metric.Sent), Count(one, Metric.Lost), Count(one, Metric.Duplicated), Count(one, Metric.Unjoined)));
            Reading[] parts = [.. record.Measurements.Where(row => row.Case == one && row.Metric == Metric.Wall && StreamPhases.IsPart(row.Phase)).Select(static row => new Reading(0, row.Phase, row.Metric, row.Value))];
            // They are means over the messages around the median.
            Assert.InRange(parts.Sum(static part => part.Value), 0.5 * Count(one, Metric.Wall), Count(one, Metric.WallP90));
        });
        Assert.Contains("where the time of a middle message goes", await File.ReadAllTextAsync(Path.Combine(run, "report.md")), StringComparison.Ordinal);
        Assert.Contains("Where the time of a message goes", await File.ReadAllTextAsync(Path.Combine(run, "report.html")), StringComparison.Ordinal);

        double Count(CaseId one, Metric metric) => summary[one, StreamPhases.Latency, metric]!.Median;
    }

    [Fact]
    public async Task A_capacity_is_searched_for()
    {
        string run = Path.Combine(_folder, "capacity");
        CapturedOutput output = await BenchAsync("stream",
            Scenario("capacity: { p99: 1s, from: 1000, to: 4000, within: 50%, trials: 1, duration: 1s }\nhosts: [delegate]\nrates: []\n"), "--transport", "tcp", "--out", run);
        Assert.True(output.Succeeded, output.Stderr);
        Summary summary = new(RunFolder.Read(run));
        Assert.InRange(summary[Assert.Single(summary.Cases), StreamPhases.Capacity, Metric.PerSecond]!.Median, 1000, 4000);
    }

    [Theory]
    [InlineData("quic")]
    [InlineData("tcp")]
    public async Task A_minute_without_a_pause_loses_nothing_and_memory_stays_flat(string transport)
    {
        string run = Path.Combine(_folder, $"soak-{transport}");
        CapturedOutput output = await BenchAsync("stream", "stream-soak-short", "--transport", transport, "--host", "delegate", "--out", run);
        Assert.True(output.Succeeded, output.Stderr);

        RunRecord record = RunFolder.Read(run);
        Summary summary = new(record);
        CaseId one = Assert.Single(summary.Cases);
        Assert.Equal((0, 0), (Of(StreamPhases.Latency, Metric.Lost), Of(StreamPhases.Latency, Metric.Duplicated)));
        string[] nodes = [.. record.Measurements.Select(static row => row.Phase).Where(static phase => phase.StartsWith(StreamPhases.NodePrefix, StringComparison.Ordinal)).Distinct()];
        Assert.Equal(4, nodes.Length);
        Assert.All(nodes, node => Assert.InRange(Of(node, Metric.RssEnd), 1, 1.2 * Of(node, Metric.RssEarly)));
        Assert.InRange(Of(StreamPhases.NodePrefix + "zipper", Metric.PeakRss), 1, ZipperBytes);

        double Of(string phase, Metric metric) => summary[one, phase, metric]!.Median;
    }

    [Fact]
    public async Task An_interrupted_run_leaves_no_node_and_goes_on()
    {
        string run = Path.Combine(_folder, "interrupted"), scenario = Scenario("");
        string[] arguments = ["stream", scenario, "--transport", "tcp", "--host", "delegate", "--repetitions", "3"];
        await using (BackgroundProcess bench = BackgroundProcess.Start(BenchCommand.Of([.. arguments, "--out", run]), Path.Combine(_folder, "log")))
        {
            using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
            while (!bench.Exited.IsCompleted && Processes(run) < 1)
                await timer.WaitForNextTickAsync(limit.Token);
            Assert.True(await BenchCommand.SignalAsync(bench.Pid, "INT"));
            Assert.Equal(new ExitStatus.Exited(130), await bench.Exited.WaitAsync(TimeSpan.FromMinutes(1)));
        }
        Assert.Contains("--resume", await File.ReadAllTextAsync(Path.Combine(_folder, "log")), StringComparison.Ordinal);
        Assert.InRange(RunFolder.Read(run).Processes.Count, 1, 2);

        CapturedOutput resumed = await BenchAsync([.. arguments, "--resume", run]);
        Assert.True(resumed.Succeeded, resumed.Stderr);
        Assert.Equal([1, 2, 3], RunFolder.Read(run).Processes.Select(static one => one.Process));
    }

    [Theory]
    [InlineData("stream-quik", "unknown scenario 'stream-quik'; did you mean stream-quick")]
    [InlineData("nowhere.yaml", "nowhere.yaml is not there")]
    public async Task A_scenario_that_there_is_not_gets_one_line(string scenario, string expected)
    {
        CapturedOutput output = await BenchAsync("stream", scenario);
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.StartsWith($"bench: {expected}", output.Stderr, StringComparison.Ordinal);
    }

    private static int Processes(string run)
    {
        string file = RunFolder.RunFile(run);
        return File.Exists(file) ? File.ReadLines(file).Count(static line => line.Contains("\"type\":\"process\"", StringComparison.Ordinal)) : 0;
    }

    private string Scenario(string members)
    {
        string file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{members.Length}.yaml"));
        string hosts = members.Contains("hosts:", StringComparison.Ordinal) ? "" : "hosts: [delegate, wasmedge-interpreter]\n";
        string rates = members.Contains("rates:", StringComparison.Ordinal) ? "" : "rates: [500]\n";
        File.WriteAllText(file, $"name: test\nfunctions: triple\ntransports: [quic, tcp]\nwarmUp: 1s\nduration: 1s\nrepetitions: 1\n{hosts}{rates}{members}");
        return file;
    }

    private static Task<CapturedOutput> BenchAsync(params string[] arguments) => ChildProcess.CaptureAsync(BenchCommand.Of(arguments), TimeSpan.FromMinutes(5), CancellationToken.None);
}
