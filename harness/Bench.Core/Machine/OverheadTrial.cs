using System.Globalization;

namespace Bench.Core;

/// <summary>The same program's wall time by the harness and by perf stat, in pairs, on the same core: what the harness adds or leaves out.</summary>
public sealed class OverheadTrial(Command program, string perf, ExecutionOptions options)
{
    /// <summary>Both clocks run from the spawn to the end; further apart than this, one of them times something else.</summary>
    public const double Tolerance = 0.10;

    /// <summary>
    /// Most that perf stat's own start adds. perf forks itself before its clock starts; the copy then becomes the program, and
    /// the kernel takes the copy's mappings down (some thirty libraries) inside the time. A program of our own with the same
    /// libraries that forks and waits as perf does shows the same surplus, and one without libraries shows none. The launcher
    /// is a static program and uses vfork, so there is no copy.
    /// </summary>
    public const double PerfStartNs = 1e6;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    /// <exception cref="UsageException">The program failed, or perf did not give a time.</exception>
    public async Task<Overhead> RunAsync(int pairs, ulong seed, CancellationToken ct)
    {
        // The first of each brings files into memory, and is not counted.
        await ByHarnessAsync(ct);
        await ByPerfAsync(ct);
        Random order = new((int)seed);
        List<double> harness = [], stat = [];
        for (int pair = 0; pair < pairs; pair++)
        {
            bool harnessFirst = order.Next(2) == 0;
            if (harnessFirst)
                harness.Add(await ByHarnessAsync(ct));
            stat.Add(await ByPerfAsync(ct));
            if (!harnessFirst)
                harness.Add(await ByHarnessAsync(ct));
        }
        return new Overhead(harness, stat, seed);
    }

    private async Task<double> ByHarnessAsync(CancellationToken ct)
    {
        Execution execution = await ChildProcess.RunAsync(program, options, logsToStdout: false, ct);
        return execution.Exit is ExitStatus.Exited { Code: 0 }
            ? execution.Readings.First(static reading => reading is { Phase: Phases.Total, Metric: Metric.Wall }).Value
            : throw new UsageException($"{program.Display}: {execution.Exit.Describe()}");
    }

    private async Task<double> ByPerfAsync(CancellationToken ct)
    {
        Command measured = Command.Of(perf, ["stat", "-x,", "-e", "duration_time", "--log-fd=1", program.Executable, .. program.Arguments])
            .WithEnvironment("LC_ALL", "C");
        if (options.Core is int core)
            measured = measured with { Executable = "taskset", Arguments = ["-c", core.ToString(CultureInfo.InvariantCulture), perf, .. measured.Arguments] };
        CapturedOutput answer = await ChildProcess.CaptureAsync(measured, s_timeout, ct);
        string? line = answer.Stdout.Split('\n').FirstOrDefault(static one => one.Contains("duration_time"));
        return line is not null && double.TryParse(line.Split(',')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double nanoseconds)
            ? nanoseconds
            : throw new UsageException($"perf stat gave no duration_time ({answer.Describe()})");
    }
}
