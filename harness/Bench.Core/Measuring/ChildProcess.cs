using System.Diagnostics;
using System.Text;

namespace Bench.Core;

/// <summary>Runs child processes: measured ones with their cost, and tools whose output is wanted.</summary>
public static class ChildProcess
{
    private const int CaptureBytes = 1 << 20;

    /// <summary>Runs one measured process to its end.</summary>
    /// <param name="logsToStdout">Leave the engine's own log lines at the start of standard output out of the answer.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the process tree has been ended.</exception>
    public static Task<Execution> RunAsync(Command command, ExecutionOptions options, bool logsToStdout, CancellationToken ct) =>
        OnOwnThread(() =>
        {
            Command launched = options.Launcher is null ? command
                : command with { Executable = options.Launcher, Arguments = [command.Executable, .. command.Arguments] };
            RowReader rows = new();
            using OutputDigest output = new(logsToStdout);
            RunningChild child = new(launched, options, report: options.Launcher is not null);
            child.Run(output.Append, rows.Append, ct);

            LauncherReport? report = LauncherReport.Parse(child.Report);
            bool ended = child.Exit is ExitStatus.Exited or ExitStatus.Signalled;
            long spawnedAt = report?.SpawnedAtUnixNs ?? child.SpawnedAtUnixNs;
            // Without its report, what the kernel counted is the launcher and not the program.
            List<Reading> readings = !ended ? [] : report is not null ? [.. report.Readings] : options.Launcher is null ? [.. OwnReadings(child)] : [];
            // Outside of its lifetime: another clock than the harness's.
            long lifetime = readings.FirstOrDefault(static one => one is { Phase: Phases.Total, Metric: Metric.Wall }).Value;
            if (rows.MainAtUnixNs >= spawnedAt && rows.MainAtUnixNs <= spawnedAt + lifetime)
                readings.Add(new Reading(0, Phases.Startup, Metric.Wall, rows.MainAtUnixNs.Value - spawnedAt));
            readings.AddRange(rows.Readings);
            return new Execution
            {
                SpawnedAtUnixNs = spawnedAt,
                Exit = options.Launcher is null ? child.Exit : ExitOf(command, child, report),
                Readings = readings,
                StderrTail = rows.Finish(),
                Output = output.Finish(),
                MalformedRow = rows.MalformedRow,
            };
        });

    /// <summary>How the program ended, where the child is the launcher.</summary>
    private static ExitStatus ExitOf(Command program, RunningChild launcher, LauncherReport? report) => (launcher.Exit, report) switch
    {
        (ExitStatus.Exited or ExitStatus.Signalled, { Exit: ExitStatus.NotStarted notStarted }) => Spawn.NotStarted(program.Executable, notStarted.Reason),
        (ExitStatus.Exited or ExitStatus.Signalled, not null) => report.Exit,
        (ExitStatus.Exited exited, null) => new ExitStatus.NotStarted($"the launcher ended without a report: {exited.Describe()}"),
        _ => launcher.Exit,
    };

    /// <summary>Runs a tool and keeps up to a mebibyte of each of its streams.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the process tree has been ended.</exception>
    public static Task<CapturedOutput> CaptureAsync(Command command, TimeSpan timeout, CancellationToken ct) =>
        OnOwnThread(() =>
        {
            using MemoryStream stdout = new(), stderr = new();
            RunningChild child = new(command, ExecutionOptions.Default with { Timeout = timeout, MemoryBytes = long.MaxValue }, report: false);
            child.Run(bytes => Keep(stdout, bytes), bytes => Keep(stderr, bytes), ct);
            return new CapturedOutput(command, child.Exit, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()),
                TimeSpan.FromTicks(child.WallNs / 100), [.. OwnReadings(child)]);
        });

    private static IEnumerable<Reading> OwnReadings(RunningChild child)
    {
        NativeMethods.RUsage usage = child.Usage;
        yield return new Reading(0, Phases.Total, Metric.Wall, child.WallNs);
        yield return new Reading(0, Phases.Total, Metric.User, ((usage.UserSeconds * 1_000_000) + usage.UserMicroseconds) * 1000);
        yield return new Reading(0, Phases.Total, Metric.Sys, ((usage.SysSeconds * 1_000_000) + usage.SysMicroseconds) * 1000);
        // The kernel counts the harness's own peak towards a child spawned from it: a smaller one cannot be told.
        if (usage.MaxRss * 1024 > HarnessPeak())
            yield return new Reading(0, Phases.Total, Metric.PeakRss, usage.MaxRss * 1024);
    }

    private static long HarnessPeak()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    private static void Keep(MemoryStream kept, ReadOnlySpan<byte> bytes) =>
        kept.Write(bytes[..(int)Math.Min(bytes.Length, CaptureBytes - kept.Length)]);

    private static Task<T> OnOwnThread<T>(Func<T> work)
    {
        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (OperationCanceledException e)
            {
                completion.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        })
        { IsBackground = true, Name = "child process" };
        thread.Start();
        return completion.Task;
    }
}
