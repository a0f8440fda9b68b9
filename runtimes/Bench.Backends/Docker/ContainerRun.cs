using System.Diagnostics;
using System.Globalization;
using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>One fresh container from its creation to its removal, with what each step took.</summary>
/// <param name="cgroupRoot">Where the container gets a group of its own around the engine's, which outlives it; null where that cannot be.</param>
internal sealed class ContainerRun(DockerEngine engine, ContainerImage image, ContainerRuntime runtime, string? cgroupRoot)
{
    private const int SIGKILL = 9;
    private const int HighestSignal = 64;
    private const int BufferBytes = 1 << 16;

    /// <summary>The kernel charges memory in batches for each core: a full group may show a little less than its limit.</summary>
    private const long ChargeSlack = 1 << 20;

    private static readonly TimeSpan s_remove = TimeSpan.FromSeconds(30);

    /// <summary>How long the output may stay open after the container has ended.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(5);

    private static int s_number;

    private readonly List<Reading> _readings = [];
    private readonly RowReader _rows = new();
    private readonly string _name =
        string.Create(CultureInfo.InvariantCulture, $"bench-{Environment.ProcessId}-{Interlocked.Increment(ref s_number)}");
    private string _removalFault = "";
    private long _firstOutputAt;
    private long? _createdAtUnixNs;
    private string _id = "";

    internal bool LogsToStdout { get; init; }

    private string? Cgroup => cgroupRoot is null ? null : $"{cgroupRoot}/{_name}";

    /// <param name="begin">When the harness took the case up, by the stopwatch: what it adds is counted from here.</param>
    /// <param name="imageMade">What making the image took, where it was made for this container.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the container has been removed.</exception>
    internal async Task<Execution> RunAsync(IReadOnlyList<string> arguments, ExecutionOptions options, long begin, TimeSpan? imageMade, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ContainerSpec spec = new(_name, image.Name, arguments, new Dictionary<string, string> { [Owner.Label] = Owner.Self.ToString() },
            options.MemoryBytes, options.Core, Cgroup ?? "") { Runtime = runtime };
        if (imageMade is TimeSpan took)
            _readings.Add(new Reading(0, Phases.Image, Metric.Wall, (long)took.TotalNanoseconds));
        using OutputDigest output = new(LogsToStdout);
        long createdAt = RealtimeClock.UnixNanoseconds();
        ExitStatus exit;
        try
        {
            exit = await RunToEndAsync(spec, new StreamDemultiplexer(bytes => Take(output, bytes), _rows.Append), options, ct);
        }
        catch (DockerException e)
        {
            exit = new ExitStatus.NotStarted(e.Message);
        }
        finally
        {
            await RemoveAsync();
        }
        if (_rows.MainAtUnixNs >= createdAt)
            _readings.Add(new Reading(0, Phases.Startup, Metric.Wall, _rows.MainAtUnixNs.Value - createdAt));
        _readings.AddRange(_rows.Readings);
        Execution execution = new()
        {
            SpawnedAtUnixNs = createdAt,
            Exit = exit,
            Readings = _readings,
            StderrTail = _rows.Finish() + _removalFault,
            Output = output.Finish(),
            MalformedRow = _rows.MalformedRow,
        };
        // The last of all: the question after the engine's own record is harness too.
        // The two clocks differ where somebody sets the time in between: no reading is better than one below zero.
        if (await EngineTookAsync(createdAt) is long engineNs && (long)Stopwatch.GetElapsedTime(begin).TotalNanoseconds - engineNs is long added and >= 0)
            _readings.Add(new Reading(0, Phases.Harness, Metric.Wall, added));
        return execution;
    }

    /// <summary>From the container's creation to its removal, by the engine's own record.</summary>
    /// <returns>Nanoseconds; null where the engine has no record, or has gone.</returns>
    private async Task<long?> EngineTookAsync(long sinceUnixNs)
    {
        try
        {
            return _createdAtUnixNs is long created && await engine.RemovedAtAsync(_id, sinceUnixNs, CancellationToken.None) is long removed
                ? removed - created
                : null;
        }
        catch (DockerException)
        {
            return null;   // the answer stands without it
        }
    }

    private async Task<ExitStatus> RunToEndAsync(ContainerSpec spec, StreamDemultiplexer frames, ExecutionOptions options, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        if (Cgroup is not null && options.Core is not null)
            Cgroups.PrepareCores(Cgroup);
        long begin = Stopwatch.GetTimestamp();
        // Not cancelled: the engine would finish it unheard, perhaps after the removal.
        string id = _id = await engine.CreateAsync(spec, CancellationToken.None);
        Record(Phases.Create, begin);
        try
        {
            await using Stream stream = await engine.AttachAsync(id, limit.Token);
            using PendingExit pending = await engine.WatchAsync(id, limit.Token);
            using CancellationTokenSource stop = new();
            Task pump = PumpAsync(stream, frames, stop.Token);
            try
            {
                long starting = Stopwatch.GetTimestamp();
                await engine.StartAsync(id, CancellationToken.None);
                Record(Phases.Start, starting);
                Task<int> code = pending.CodeAsync(limit.Token);
                if (await Task.WhenAny(code, pump) == pump)
                    await pump;   // output that cannot be read would leave the program stuck until its timeout
                int exitCode = await code;
                Record(Phases.Total, begin);
                await DrainedAsync(pump);
                if (_firstOutputAt > 0)
                    _readings.Add(new Reading(0, Phases.FirstOutput, Metric.Wall, (long)Stopwatch.GetElapsedTime(begin, _firstOutputAt).TotalNanoseconds));
                return await StatusOfAsync(id, exitCode, options.MemoryBytes);
            }
            finally
            {
                await stop.CancelAsync();
                await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);   // thrown above if it matters
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ExitStatus.TimedOut(options.Timeout);
        }
    }

    private void Take(OutputDigest output, ReadOnlySpan<byte> bytes)
    {
        if (_firstOutputAt == 0)
            _firstOutputAt = Stopwatch.GetTimestamp();
        output.Append(bytes);
    }

    private static async Task PumpAsync(Stream stream, StreamDemultiplexer frames, CancellationToken ct)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, ct)) > 0)
                frames.Append(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new DockerException($"the Docker engine broke off the container's output: {e.Message}", e);
        }
        frames.Finish();
    }

    private static async Task DrainedAsync(Task pump)
    {
        try
        {
            await pump.WaitAsync(s_drain);
        }
        catch (TimeoutException e)
        {
            throw new DockerException($"the container has ended, but its output stayed open for {s_drain.TotalSeconds} s", e);
        }
    }

    private async Task<ExitStatus> StatusOfAsync(string id, int code, long memoryLimit)
    {
        if (Cgroup is not null && Cgroups.CpuTime(Cgroup) is (long user, long sys))
        {
            // With the container runtime's own work inside the container, before it becomes the program.
            _readings.Add(new Reading(0, Phases.Total, Metric.User, user));
            _readings.Add(new Reading(0, Phases.Total, Metric.Sys, sys));
        }
        if (Cgroup is not null && Cgroups.PeakMemory(Cgroup) is long most)
            _readings.Add(new Reading(0, Phases.Total, Metric.PeakCgroup, most));
        _readings.Add(new Reading(0, Phases.Total, Metric.ImageBytes, image.Bytes));
        ContainerDetails details = await engine.InspectAsync(id, CancellationToken.None);
        _createdAtUnixNs = (details.Created - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        // A program that exits with such a code by itself cannot be told from one that a signal ended.
        int signal = code - 128;
        if (signal is < 1 or > HighestSignal)
            return new ExitStatus.Exited(code);
        if (signal == SIGKILL)
        {
            long? peak = Cgroup is null ? null : Cgroups.PeakMemory(Cgroup);
            if (peak >= memoryLimit - ChargeSlack || details.State.OOMKilled)
                return new ExitStatus.MemoryExceeded(memoryLimit, peak ?? memoryLimit);
        }
        return new ExitStatus.Signalled(signal);
    }

    /// <summary>By name, because a creation that was not answered may have been done all the same; and never cancelled.</summary>
    private async Task RemoveAsync()
    {
        using CancellationTokenSource limit = new(s_remove);
        try
        {
            long begin = Stopwatch.GetTimestamp();
            await engine.RemoveAsync(_name, limit.Token);
            Record(Phases.Remove, begin);
        }
        catch (Exception e) when (e is DockerException or OperationCanceledException)
        {
            // The answer stands all the same. The end of the run, or the next one, tries again.
            _removalFault = $"\nbench could not remove the container {_name}: {e.Message}";
        }
        if (Cgroup is not null)
            Cgroups.Remove(Cgroup);
    }

    private void Record(string phase, long since) =>
        _readings.Add(new Reading(0, phase, Metric.Wall, (long)Stopwatch.GetElapsedTime(since).TotalNanoseconds));
}
