using System.Globalization;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary><c>bench density</c> with hosts that really start.</summary>
[Trait("Speed", "Slow")]
public sealed class DensityVerbTests : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);
    private readonly string _folder = Machine.TemporaryFolder().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("wasm2c")]
    [InlineData("wasmedge-interpreter")]
    [InlineData("worker:native-clang")]
    [InlineData("container")]
    [InlineData("container:crun")]
    public async Task Some_instances_of_each_host_are_counted_weighed_and_timed(string host)
    {
        (CapturedOutput output, RunRecord run) = await MeasureAsync("--host", host, "--instances", "8", "--containers", "3", "--storm", "5", "--processes", "2");
        CaseId one = new("triple", "density", host);
        Skip.If(run.Outcomes[one] is Outcome.Skipped, $"{host}: {(run.Outcomes[one] as Outcome.Skipped)?.Reason}");
        Assert.True(output.Succeeded, output.Stderr);
        Assert.Equal(new Outcome.Measured(one, 2), run.Outcomes[one]);
        Summary summary = new(run);
        bool container = host.StartsWith("container", StringComparison.Ordinal);
        Assert.Equal(container ? 3 : 8, summary[one, DensityPhases.Idle, Metric.Instances]!.Median);
        Assert.Equal(5, summary[one, DensityPhases.Storm, Metric.Instances]!.Median);
        foreach ((string phase, Metric metric) in new[]
        {
            (DensityPhases.Instantiate, Metric.Wall), (DensityPhases.FirstCall, Metric.Wall), (DensityPhases.Storm, Metric.Wall), (DensityPhases.Active, Metric.PerSecond),
        })
            Assert.All(summary[one, phase, metric]!.Values, static value => Assert.True(value > 0));
        Assert.NotNull(summary[one, DensityPhases.Idle, Metric.IdleMemory]);
        Assert.NotNull(summary[one, DensityPhases.Active, Metric.ActiveMemory]);
        Assert.Equal(container, summary[one, DensityPhases.Shim, Metric.IdleMemory] is not null);
        Assert.Contains("triple: memory of an instance", output.Stdout, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Memory_ends_the_build_up_of_workers_and_the_number_that_fits_is_measured()
    {
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
        (_, RunRecord run) = await MeasureAsync("--host", "worker:native-clang", "--instances", "5000", "--memory", "80M", "--storm", "0", "--processes", "1");
        CaseId one = Assert.Single(run.Header.Cases);
        Assert.IsType<Outcome.Measured>(run.Outcomes[one]);
        Summary summary = new(run);
        Assert.NotNull(summary[one, DensityPhases.End(DensityEnd.Memory), Metric.Instances]);
        Assert.InRange(summary[one, DensityPhases.Fit, Metric.Instances]!.Median, 1, summary[one, DensityPhases.Idle, Metric.Instances]!.Median);
    }

    [SkippableFact]
    public async Task A_limit_below_one_instance_fails_that_host_and_the_others_go_on()
    {
        Skip.IfNot(await Machine.Tools.ProbeAsync("wabt", CancellationToken.None) is Availability.Ready && await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "wasm2c or clang is not installed");
        (CapturedOutput output, RunRecord run) = await MeasureAsync("--host", "wasm2c", "--host", "worker:wasm3", "--memory", "1M", "--processes", "1");
        Assert.Equal(3, Assert.IsType<ExitStatus.Exited>(output.Exit).Code);
        Assert.Equal(FailureCause.OutOfMemory, Assert.IsType<Outcome.Failed>(run.Outcomes[new CaseId("triple", "density", "wasm2c")]).Cause);
        Assert.IsNotType<Outcome.Measured>(run.Outcomes[new CaseId("triple", "density", "worker:wasm3")]);
    }

    [Theory]
    [InlineData("unknown function host 'wasm9'", "--host", "wasm9")]
    [InlineData("--instances must be at least 1", "--instances", "0")]
    [InlineData("--processes must be at least 1", "--processes", "0")]
    [InlineData("--storm must be at least 0", "--storm", "-1")]
    [InlineData("is no amount of memory", "--memory", "much")]
    [InlineData("of what this machine has", "--memory", "900000G")]
    public async Task Wrong_usage_is_said_in_one_line(string said, params string[] arguments)
    {
        CapturedOutput output = await BenchAsync(["density", .. arguments]);
        Assert.Equal(2, Assert.IsType<ExitStatus.Exited>(output.Exit).Code);
        Assert.Contains(said, Assert.Single(output.Stderr.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_interruption_ends_all_instances()
    {
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
        string folder = Path.Combine(_folder, "run");
        await using BackgroundProcess bench = BackgroundProcess.Start(BenchCommand.Of("density", "--host", "worker:native-clang", "--instances", "20000", "--memory", "2G", "--out", folder), Path.Combine(_folder, "log"));
        using CancellationTokenSource limit = new(s_timeout);
        int[] below;
        // The process that holds the workers, and some of them.
        while ((below = Below(bench.Pid)).Length < 20)
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        Assert.True(await BenchCommand.SignalAsync(bench.Pid, "INT"));
        Assert.Equal(new ExitStatus.Exited(130), await bench.Exited.WaitAsync(limit.Token));
        Assert.DoesNotContain(below, static pid => Directory.Exists($"/proc/{pid}"));
        Assert.Empty(RunFolder.Read(folder).Outcomes);
    }

    private async Task<(CapturedOutput Output, RunRecord Run)> MeasureAsync(params string[] arguments)
    {
        string folder = Path.Combine(_folder, "run");
        CapturedOutput output = await BenchAsync(["density", .. arguments, "--out", folder]);
        Assert.True(Directory.Exists(folder), output.Stderr);
        return (output, RunFolder.Read(folder));
    }

    private static Task<CapturedOutput> BenchAsync(string[] arguments) =>
        ChildProcess.CaptureAsync(BenchCommand.Of(arguments), s_timeout, CancellationToken.None);

    /// <summary>Ids of the processes that are descended from one.</summary>
    private static int[] Below(int root)
    {
        Dictionary<int, int> parents = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int pid) && ParentOf(pid) is int parent)
                parents[pid] = parent;
        List<int> found = [root];
        for (int i = 0; i < found.Count; i++)
            found.AddRange(parents.Where(pair => pair.Value == found[i]).Select(static pair => pair.Key));
        return [.. found.Skip(1)];
    }

    private static int? ParentOf(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;   // ended meanwhile
        }
    }
}
