using System.Diagnostics;
using System.Text;

namespace Bench.Core;

/// <summary>Runs child processes: measured ones with their cost, and tools whose output is wanted.</summary>
public static class ChildProcess
{
    private const int CaptureBytes = 1 << 20;
    private const int TailBytes = 4096;

    /// <summary>Runs one measured process to its end.</summary>
    /// <param name="logsToStdout">Leave the engine's own log lines at the start of standard output out of the answer.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the process tree has been ended.</exception>
    public static Task<Execution> RunAsync(Command command, ExecutionOptions options, bool logsToStdout, CancellationToken ct) =>
        OnOwnThread(() =>
        {
            RowReader rows = new();
            using OutputDigest output = new(logsToStdout);
            long? answeredAt = null;
            void TakeOutput(ReadOnlySpan<byte> bytes, long arrivedAtUnixNs)
            {
                output.Append(bytes);
                if (output.HasBegun)
                    answeredAt ??= arrivedAtUnixNs;
            }
            (RunningChild child, LauncherReport? report) = RunToEnd(command, options, TakeOutput, (bytes, _) => rows.Append(bytes), ct);

            long spawnedAt = report?.SpawnedAtUnixNs ?? child.SpawnedAtUnixNs;
            List<Reading> readings = [.. CostOf(options, child, report)];
            // Outside of its lifetime: another clock than the harness's.
            long lifetime = readings.FirstOrDefault(static one => one is { Phase: Phases.Total, Metric: Metric.Wall }).Value;
            if (rows.MainAtUnixNs >= spawnedAt && rows.MainAtUnixNs <= spawnedAt + lifetime)
                readings.Add(new Reading(0, Phases.Startup, Metric.Wall, rows.MainAtUnixNs.Value - spawnedAt));
            if (answeredAt >= spawnedAt)
                readings.Add(new Reading(0, Phases.FirstOutput, Metric.Wall, answeredAt.Value - spawnedAt));
            readings.AddRange(rows.Readings);
            return new Execution
            {
                SpawnedAtUnixNs = spawnedAt,
                Exit = ExitOf(command, options, child, report),
                Readings = readings,
                StderrTail = rows.Finish(),
                Output = output.Finish(),
                MalformedRow = rows.MalformedRow,
            };
        });

    /// <summary>Runs one measured server to its end, which is for somebody else to bring about: by its sockets, by a signal (<see cref="PeerProcess"/>), by cancelling.</summary>
    /// <param name="onOutput">Called on the server's own thread with each piece of its standard output, such as the word that it listens.</param>
    /// <returns>Its cost and its end; standard error as it was, because rows are its programs' and come another way.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the process tree has been ended.</exception>
    public static Task<Execution> RunServerAsync(Command command, ExecutionOptions options, Action<byte[]> onOutput, CancellationToken ct) =>
        OnOwnThread(() =>
        {
            BoundedTail errors = new(TailBytes);
            (RunningChild child, LauncherReport? report) = RunToEnd(command, options, (bytes, _) => onOutput(bytes.ToArray()), (bytes, _) => errors.Append(bytes), ct);
            return new Execution
            {
                SpawnedAtUnixNs = report?.SpawnedAtUnixNs ?? child.SpawnedAtUnixNs,
                Exit = ExitOf(command, options, child, report),
                Readings = [.. CostOf(options, child, report)],
                StderrTail = errors.ToString(),
            };
        });

    /// <summary>Runs a tool and keeps up to a mebibyte of each of its streams.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the process tree has been ended.</exception>
    public static Task<CapturedOutput> CaptureAsync(Command command, TimeSpan timeout, CancellationToken ct) =>
        CaptureAsync(command, ExecutionOptions.Default with { Timeout = timeout, MemoryBytes = long.MaxValue }, ct);

    /// <summary>The same for a tool whose cost is measured, such as an ahead-of-time compiler.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the process tree has been ended.</exception>
    public static Task<CapturedOutput> CaptureAsync(Command command, ExecutionOptions options, CancellationToken ct) =>
        OnOwnThread(() =>
        {
            using MemoryStream stdout = new(), stderr = new();
            (RunningChild child, LauncherReport? report) = RunToEnd(command, options, (bytes, _) => Keep(stdout, bytes), (bytes, _) => Keep(stderr, bytes), ct);
            return new CapturedOutput(ExitOf(command, options, child, report), Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()),
                [.. CostOf(options, child, report)]);
        });

    /// <summary>Runs a program that changes the machine, such as a package manager, and hands on what it prints as it comes.</summary>
    /// <param name="output">Called on another thread with bytes of either stream.</param>
    /// <param name="grace">After the timeout or a cancellation it is asked to end, and killed only when this has passed too.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the program has ended.</exception>
    public static Task<ExitStatus> AttendAsync(Command command, TimeSpan timeout, TimeSpan grace, Action<byte[]> output, CancellationToken ct) =>
        OnOwnThread(() =>
        {
            RunningChild child = new(command, ExecutionOptions.Default with { Timeout = timeout, MemoryBytes = long.MaxValue }, report: false, grace);
            child.Run((bytes, _) => output(bytes.ToArray()), (bytes, _) => output(bytes.ToArray()), ct);
            return child.Exit;
        });

    private static (RunningChild Child, LauncherReport? Report) RunToEnd(
        Command command, ExecutionOptions options, RunningChild.Sink stdout, RunningChild.Sink stderr, CancellationToken ct)
    {
        Command launched = options.Launcher is null ? command
            : command with { Executable = options.Launcher, Arguments = [command.Executable, .. command.Arguments] };
        RunningChild child = new(launched, options, report: options.Launcher is not null);
        child.Run(stdout, stderr, ct);
        return (child, LauncherReport.Parse(child.Report));
    }

    private static bool Ended(RunningChild child) => child.Exit is ExitStatus.Exited or ExitStatus.Signalled;

    /// <summary>How the program ended; a launcher that could not report is not taken for it.</summary>
    private static ExitStatus ExitOf(Command program, ExecutionOptions options, RunningChild child, LauncherReport? report) => (child.Exit, report?.Exit) switch
    {
        _ when options.Launcher is null || !Ended(child) => child.Exit,
        (_, ExitStatus.NotStarted notStarted) => Spawn.NotStarted(program.Executable, notStarted.Reason),
        (_, not null) => report.Exit,
        (ExitStatus.Exited exited, null) => new ExitStatus.NotStarted($"the launcher ended without a report: {exited.Describe()}"),
        _ => child.Exit,
    };

    /// <summary>Nothing where a launcher did not report: what the kernel counted is the launcher.</summary>
    private static IEnumerable<Reading> CostOf(ExecutionOptions options, RunningChild child, LauncherReport? report) =>
        !Ended(child) ? [] : report is not null ? report.Readings : options.Launcher is null ? OwnReadings(child) : [];

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
