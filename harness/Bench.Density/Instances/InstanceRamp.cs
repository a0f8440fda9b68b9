using Bench.Core;
using Bench.Streaming;

namespace Bench.Density;

/// <summary>Starts instances one after the other until there are enough, memory or time is over, or the host allows no more; looks at memory in between.</summary>
/// <param name="shortage">Asked now and then: what has run out, before it takes everything else down too; null while there is room.</param>
internal sealed class InstanceRamp(DensityPlan plan, Func<IFunctionHost> make, IMemoryMeter meter, Func<string?> shortage, Action<int> alive, TimeProvider time) : IAsyncDisposable
{
    private const int DisposedAtOnce = 16;

    /// <summary>Instances from one question for a shortage to the next: looks at memory are too far apart in the thousands.</summary>
    private const int BetweenQuestions = 500;

    private static readonly int[] s_steps = [1, 2, 5];
    private static readonly TimeSpan s_disposing = TimeSpan.FromSeconds(5);

    private readonly List<IFunctionHost> _hosts = [];
    private readonly List<(int Instances, MemoryUse Use)> _looks = [];
    private readonly InstanceTimes _starts = new();
    private DensityEnd _end;

    /// <summary>In the order of their start; all ready.</summary>
    internal IReadOnlyList<IFunctionHost> Hosts => _hosts;

    internal IReadOnlyList<(int Instances, MemoryUse Use)> Looks => _looks;

    /// <summary>Of what ended it, where that needs words.</summary>
    internal string? Note { get; private set; }

    /// <summary>Numbers of instances at which memory is looked at: 1, 2, 5, 10 and so on.</summary>
    internal static int StepAfter(int instances)
    {
        for (int power = 1; ; power *= 10)
            foreach (int step in s_steps)
                if (step * power > instances)
                    return step * power;
    }

    /// <exception cref="DensityFaultException">Not even one can be started, or there is no room for one.</exception>
    internal async Task RunAsync(CancellationToken ct)
    {
        long begin = time.GetTimestamp();
        Look();
        RequireRoom("without an instance");
        int next = 1;
        while (true)
        {
            bool last = _hosts.Count > 0 && IsOver(time.GetElapsedTime(begin));
            if (!last && !await StartOneAsync(ct))
                last = true;
            string? missing = _hosts.Count % BetweenQuestions == 0 || _hosts.Count == next ? shortage() : null;
            if (!last && missing is null && _hosts.Count < next)
                continue;
            if (_looks[^1].Instances < _hosts.Count)
            {
                Look();
                alive(_hosts.Count);
                if (_hosts.Count == 1)
                    RequireRoom("with one instance");
            }
            if (last)
                return;
            if (_looks[^1].Use.Whole > plan.MemoryBytes)
            {
                _end = DensityEnd.Memory;
                return;
            }
            if (missing is not null)
            {
                (_end, Note) = (DensityEnd.Limit, $"no more than {_hosts.Count} instances: {missing}; {SystemRoom.Describe()}");
                return;
            }
            next = NextLook();
        }
    }

    internal IEnumerable<Reading> Readings()
    {
        int count = _hosts.Count;
        List<Reading> readings =
        [
            .. _starts.Readings(DensityPhases.Instantiate),
            new(0, DensityPhases.Idle, Metric.IdleMemory, Bytes(static use => use.Instances)),
            new(0, DensityPhases.Idle, Metric.Instances, count),
            new(0, DensityPhases.End(_end), Metric.Instances, count),
            new(0, DensityPhases.All, Metric.IdleMemory, _looks[^1].Use.Whole),
        ];
        if (_looks[^1].Use.Shims > 0)
            readings.Add(new Reading(0, DensityPhases.Shim, Metric.IdleMemory, Bytes(static use => use.Shims)));
        if (_looks[^1].Use.Host > 0)
            readings.Add(new Reading(0, DensityPhases.Host, Metric.IdleMemory, Bytes(static use => use.Host)));
        if (Fit() is long fit)
            readings.Add(new Reading(0, _end is DensityEnd.Memory or DensityEnd.Limit ? DensityPhases.Fit : DensityPhases.FitExtrapolated, Metric.Instances, fit));
        return readings;
    }

    /// <summary>Ends them, some at once. What is left of many after some seconds ends with this process: workers are tied to it, containers to the end of their engine's use.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(s_disposing);
        try
        {
            await Parallel.ForEachAsync(_hosts, new ParallelOptions { MaxDegreeOfParallelism = DisposedAtOnce, CancellationToken = limit.Token }, static (host, _) => host.DisposeAsync());
        }
        catch (OperationCanceledException)
        {
            // Each end of a worker looks through all others: of a thousand that takes longer than their start.
        }
        _hosts.Clear();
    }

    /// <summary>Bytes that one more instance takes of what <paramref name="part"/> reads.</summary>
    internal double PerInstance(Func<MemoryUse, long> part) => Growth.PerInstance([.. _looks.Select(look => (look.Instances, part(look.Use)))]);

    private bool IsOver(TimeSpan elapsed)
    {
        if (_hosts.Count >= plan.Instances)
            _end = DensityEnd.Instances;
        else if (elapsed > plan.Time)
            _end = DensityEnd.Time;
        else
            return false;
        return true;
    }

    /// <returns>False when the host allows no more.</returns>
    private async Task<bool> StartOneAsync(CancellationToken ct)
    {
        IFunctionHost host = make();
        long begin = time.GetTimestamp();
        try
        {
            await host.StartAsync(ct);
            _starts.Add(time.GetElapsedTime(begin));
            _hosts.Add(host);
            return true;
        }
        catch (FunctionFaultException e)
        {
            await host.DisposeAsync();
            if (_hosts.Count == 0)
                throw DensityFaultException.Of(e, null);
            (_end, Note) = (DensityEnd.Limit, $"no more than {_hosts.Count} instances: {e.Message}; {SystemRoom.Describe()}");
            return false;
        }
        catch (OperationCanceledException)
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private void Look() => _looks.Add((_hosts.Count, meter.Look()));

    /// <summary>The next step, or earlier where the limit of memory is expected before it.</summary>
    private int NextLook()
    {
        int step = StepAfter(_hosts.Count);
        double growth = PerInstance(static use => use.Whole);
        double left = growth > 0 ? (plan.MemoryBytes - _looks[^1].Use.Whole) / growth : double.MaxValue;
        return left < step - _hosts.Count ? _hosts.Count + Math.Max(1, (int)Math.Ceiling(left)) : step;
    }

    /// <summary>Instances within the limit of memory; null where no number follows from what was seen.</summary>
    private long? Fit()
    {
        (int count, MemoryUse use) = _looks[^1];
        if (_end == DensityEnd.Limit)
            return count;
        if (_end == DensityEnd.Memory)
        {
            // Between the last two looks, where the limit was crossed.
            (int before, MemoryUse below) = _looks[^2];
            return before + (long)((double)(plan.MemoryBytes - below.Whole) / (use.Whole - below.Whole) * (count - before));
        }
        double growth = PerInstance(static one => one.Whole);
        return growth >= 1 ? count + (long)((plan.MemoryBytes - use.Whole) / growth) : null;
    }

    private long Bytes(Func<MemoryUse, long> part) => (long)Math.Max(0, Math.Round(PerInstance(part)));

    private void RequireRoom(string with)
    {
        if (_looks[^1].Use.Whole is long bytes && bytes > plan.MemoryBytes)
            throw new DensityFaultException(FailureCause.OutOfMemory, $"{with} {bytes >> 10} KiB of memory are taken, and the limit is {plan.MemoryBytes >> 10} KiB");
    }
}
