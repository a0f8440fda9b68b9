using System.Diagnostics;
using System.Globalization;
using Bench.Core;
using Bench.Streams;

namespace Bench.Tests;

/// <summary>The runner with nodes that only say that they are some.</summary>
public sealed class StreamRunnerTests
{
    private const int Messages = 200;

    [Fact]
    public async Task A_run_has_the_latency_of_its_messages_the_parts_of_it_and_what_was_lost()
    {
        RunRecord run = await RunAsync("sink:lose-3");
        StreamCase one = Assert.Single(StreamCase.Of(Scenario));
        Summary summary = new(run);

        Assert.IsType<Outcome.Measured>(summary.OutcomeOf(one.Id));
        Assert.Equal("s/f64-1000ps/tcp+delegate", one.Id.ToString());
        Assert.Equal(14_000, summary[one.Id, StreamPhases.Latency, Metric.Wall]!.Median);
        Assert.All(run.Measurements.Where(static row => StreamPhases.IsPart(row.Phase)), static row => Assert.Equal(1000, row.Value));
        Assert.Equal(2 * 14, run.Measurements.Count(static row => StreamPhases.IsPart(row.Phase) && row.Metric == Metric.Wall));
        Assert.Equal((Messages, 3, 1), (Count(Metric.Sent), Count(Metric.Lost), Count(Metric.Duplicated)));
        Assert.True(summary[one.Id, StreamPhases.ColdStart, Metric.Wall]!.Minimum > 0);
        Assert.True(summary[one.Id, "node-zipper", Metric.PeakRss]!.Minimum > 1 << 20);

        double Count(Metric metric) => summary[one.Id, StreamPhases.Latency, metric]!.Median;
    }

    [Fact]
    public async Task A_host_that_refuses_is_skipped_with_what_it_said() =>
        Assert.Equal("no function here; ./bench setup", Assert.IsType<Outcome.Skipped>(await OutcomeAsync("function:refuse")).Reason);

    [Fact]
    public async Task A_transport_that_is_missing_is_skipped_with_what_it_said() =>
        Assert.Equal("no zipper here; ./bench setup", Assert.IsType<Outcome.Skipped>(await OutcomeAsync("zipper:refuse")).Reason);

    [Theory]
    [InlineData("function:die", FailureCause.ExitCode, "function-1 ended too early (exit code 7): out of luck")]
    [InlineData("function:die-later", FailureCause.ExitCode, "function-1 ended too early (exit code 7): out of luck, later")]
    [InlineData("source:die", FailureCause.ExitCode, "source ended too early (exit code 7): out of luck")]
    [InlineData("source:silent", FailureCause.Protocol, "source ended without saying what it had counted")]
    [InlineData("sink:lose-200", FailureCause.WrongOutput, "none of 200 messages arrived")]
    public async Task A_node_that_fails_is_a_failure_with_its_cause(string fault, FailureCause cause, string error)
    {
        Outcome.Failed failed = Assert.IsType<Outcome.Failed>(await OutcomeAsync(fault));
        Assert.Equal((cause, error), (failed.Cause, failed.Error));
    }

    [Fact]
    public async Task Cancelling_ends_every_node()
    {
        using CancellationTokenSource stop = new();
        Recorded progress = new() { OnMeasuring = stop.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync("source:hang", progress, stop.Token));
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), static process => CommandLine(process).Contains($"stream\0{Messages}\0", StringComparison.Ordinal) && CommandLine(process).Contains("source:hang", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_goes_on_where_it_was_interrupted()
    {
        using TempFolder folder = new();
        using (RunWriter writer = RunWriter.Create(folder.Path, Header))
            await Runner(writer, "none").RunAsync(StreamCase.Of(Scenario), 1, null, CancellationToken.None);
        RunRecord whole = RunFolder.Read(folder.Path);
        string file = RunFolder.RunFile(folder.Path);
        // As if it had been interrupted before the last run of two.
        string[] lines = await File.ReadAllLinesAsync(file);
        int first = Array.FindIndex(lines, static line => line.Contains("\"type\":\"process\"", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(file, lines[..(first + 1)]);
        using (RunWriter writer = RunWriter.Append(folder.Path))
            await Runner(writer, "none").RunAsync(StreamCase.Of(Scenario), 1, RunFolder.Read(folder.Path), CancellationToken.None);

        RunRecord resumed = RunFolder.Read(folder.Path);
        Assert.Equal(whole.Processes.Select(static one => (one.Process, one.Sequence)), resumed.Processes.Select(static one => (one.Process, one.Sequence)));
        Assert.Equal(2, Assert.IsType<Outcome.Measured>(Assert.Single(resumed.Outcomes.Values)).Processes);
    }

    private static StreamScenario Scenario => ScenarioReader.Parse("s.yaml", "name: s\nfunctions: triple\ntransports: tcp\nhosts: delegate\nwarmUp: 50ms\nduration: 150ms\nrepetitions: 2\ncoldStarts: 1\n");

    private static RunHeader Header => SmallRun.Header with
    {
        Backends = [new BackendInfo("tcp+delegate", "delegate over tcp", BackendClass.OptimisingJit, null, "")],
        Workloads = [new WorkloadInfo("s", "", StreamCase.SizesOf(Scenario)) { Kind = WorkloadInfo.StreamKind }],
        Cases = [.. StreamCase.Of(Scenario).Select(static one => one.Id)],
    };

    private static async Task<Outcome> OutcomeAsync(string fault) => Assert.Single((await RunAsync(fault)).Outcomes.Values);

    private static async Task<RunRecord> RunAsync(string fault, Recorded? progress = null, CancellationToken ct = default)
    {
        using TempFolder folder = new();
        using (RunWriter writer = RunWriter.Create(folder.Path, Header))
            await Runner(writer, fault, progress).RunAsync(StreamCase.Of(Scenario), 1, null, ct);
        return RunFolder.Read(folder.Path);
    }

    private static StreamRunner Runner(RunWriter writer, string fault, Recorded? progress = null) => new(
        new NodeCommands(FakeChild.Does("stream", Messages.ToString(CultureInfo.InvariantCulture), Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture), fault)),
        writer, progress ?? new Recorded(), TimeProvider.System);

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";   // ended meanwhile, or is no process
        }
    }

    private sealed class Recorded : IStreamProgress
    {
        internal Action OnMeasuring { private get; init; } = static () => { };

        public void Preparing(int done, int total, string what) { }

        public void Measuring(int done, int total, string what, TimeSpan? remaining) => OnMeasuring();

        public void Noted(string text) { }

        public void Ended(Outcome outcome) { }
    }
}
