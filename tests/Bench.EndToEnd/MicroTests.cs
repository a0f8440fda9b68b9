using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The smallest case of <c>bench micro</c>, in the real checkout: Bench.Micro is built as on first use.</summary>
[Trait("Speed", "Slow")]
public sealed class MicroTests : IDisposable
{
    private const string Case = "encode/c03/y3-writer";
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(10);
    private readonly string _folder = Machine.TemporaryFolder().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_case_is_built_measured_checked_and_stands_in_the_report()
    {
        CapturedOutput output = await BenchAsync("micro", "--filter", Case, "--processes", "1", "--out", Run);
        Assert.True(output.Succeeded, output.Stderr);
        Assert.Contains("y3-writer", output.Stdout, StringComparison.Ordinal);

        RunRecord run = RunFolder.Read(Run);
        Assert.Equal([new Outcome.Measured(CaseId.Parse(Case), 1)], run.Outcomes.Values);
        Assert.Equal((BackendClass.Library, "micro"), (Assert.Single(run.Header.Backends).Class, run.Header.Options.Suite));
        Assert.Contains(run.Header.Tools, static one => one.Id == "benchmark-dotnet");
        Assert.All(run.Measurements, static one => Assert.True(one.Phase is Phases.Million or Phases.Operation, one.Phase));
        Assert.All(run.Measurements.Where(static one => one.Phase == Phases.Million), static one => Assert.True(one is { Metric: Metric.Wall, Iteration: > 0, Value: > 0 }));
        Assert.Equal([0], run.Measurements.Where(static one => one.Metric == Metric.AllocatedBytes).Select(static one => one.Value));
        Assert.Matches(@"\| y3-writer‡? +\| +[\d.]+‡? +\| +0 +\| +12 +\|", await File.ReadAllTextAsync(Path.Combine(Run, "report.md")));
    }

    [Fact]
    public async Task What_was_measured_before_an_interruption_is_kept_and_the_run_goes_on()
    {
        await using (BackgroundProcess bench = BackgroundProcess.Start(BenchCommand.Of("micro", "--filter", Case, "--processes", "3", "--out", Run), Path.Combine(_folder, "log")))
        {
            using CancellationTokenSource limit = new(s_timeout);
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
            while (!bench.Exited.IsCompleted && ProcessRows() < 1)
                await timer.WaitForNextTickAsync(limit.Token);
            Assert.True(await BenchCommand.SignalAsync(bench.Pid, "INT"));
            Assert.Equal(new ExitStatus.Exited(130), await bench.Exited.WaitAsync(TimeSpan.FromMinutes(1)));
        }
        Assert.Contains("go on with ./bench micro --resume", await File.ReadAllTextAsync(Path.Combine(_folder, "log")), StringComparison.Ordinal);
        RunRecord before = RunFolder.Read(Run);
        Assert.InRange(before.Processes.Count, 1, 2);

        CapturedOutput resumed = await BenchAsync("micro", "--resume", Run);

        Assert.True(resumed.Succeeded, resumed.Stderr);
        RunRecord after = RunFolder.Read(Run);
        Assert.Equal(before.Processes, after.Processes.Take(before.Processes.Count));
        Assert.Equal([1, 2, 3], after.Processes.Select(static one => one.Process));
        CapturedOutput wrongVerb = await BenchAsync("run", "--resume", Run);
        Assert.Equal((new ExitStatus.Exited(2), "bench: such a run goes on with ./bench micro --resume\n"), (wrongVerb.Exit, wrongVerb.Stderr));
    }

    [Fact]
    public async Task What_cannot_be_measured_here_is_left_out_with_its_reason()
    {
        Command list = BenchCommand.Of("micro", "--list").WithEnvironment("BENCH_ONNXRUNTIME", Path.Combine(_folder, "nothing"));
        CapturedOutput output = await ChildProcess.CaptureAsync(list, s_timeout, CancellationToken.None);
        Assert.True(output.Succeeded, output.Stderr);
        Assert.DoesNotContain("infer/", output.Stdout, StringComparison.Ordinal);
        Assert.EndsWith($"bench: infer is left out: BENCH_ONNXRUNTIME names {Path.Combine(_folder, "nothing")}, which is not there\n", output.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("infer", (await ChildProcess.CaptureAsync(list.With("--filter", Case), s_timeout, CancellationToken.None)).Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_there_is_not_gets_one_line_that_helps_and_exit_code_2()
    {
        CapturedOutput output = await BenchAsync("micro", "--filter", "take-value/c63-k31/y3-skip", "--out", Run);
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.Contains("bench: unknown case 'take-value/c63-k31/y3-skip'; did you mean take-value/c63-k32/y3-skip", output.Stderr, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    private string Run => Path.Combine(_folder, "run");

    private int ProcessRows() => File.Exists(RunFolder.RunFile(Run)) ? File.ReadLines(RunFolder.RunFile(Run)).Count(static line => line.StartsWith("{\"type\":\"process\"", StringComparison.Ordinal)) : 0;

    private static Task<CapturedOutput> BenchAsync(params string[] arguments) => ChildProcess.CaptureAsync(BenchCommand.Of(arguments), s_timeout, CancellationToken.None);
}
