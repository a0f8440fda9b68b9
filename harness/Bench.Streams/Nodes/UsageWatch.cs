using System.Diagnostics;
using Bench.Core;

namespace Bench.Streams;

/// <summary>Looks at the processor time and memory of nodes now and then while the source sends.</summary>
internal sealed class UsageWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(200), s_early = TimeSpan.FromMinutes(1);

    /// <summary>Of a run too short for a minute.</summary>
    private const double EarlyShare = 0.5;

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Seen> _seen = [];
    private readonly Task _watching;

    /// <param name="warmUp">What is used before it is over does not count, of processor time.</param>
    /// <param name="length">Of the whole run.</param>
    internal UsageWatch(IReadOnlyList<StreamNode> nodes, TimeSpan warmUp, TimeSpan length)
    {
        TimeSpan early = TimeSpan.FromTicks(Math.Min(s_early.Ticks, (long)(length.Ticks * EarlyShare)));
        foreach (StreamNode node in nodes)
            _seen.Add(node.Name, new Seen(early));
        _watching = Task.Run(() => WatchAsync(nodes, warmUp));
    }

    /// <summary>Stops, and says what was seen.</summary>
    internal async Task<IReadOnlyList<Reading>> FinishAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        return [.. _seen.SelectMany(static one => one.Value.Readings(StreamPhases.NodePrefix + one.Key))];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(IReadOnlyList<StreamNode> nodes, TimeSpan warmUp)
    {
        long begin = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(s_period);
        try
        {
            do
            {
                foreach (StreamNode node in nodes)
                    if (node.Look() is { ResidentBytes: > 0 } usage)
                        _seen[node.Name].Take(Stopwatch.GetElapsedTime(begin), usage, warmUp);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The end of watching.
        }
    }

    private sealed class Seen(TimeSpan early)
    {
        private (TimeSpan At, TreeUsage Usage)? _first;
        private (TimeSpan At, TreeUsage Usage) _last;
        private long _peak;
        private long? _early;

        internal void Take(TimeSpan at, TreeUsage usage, TimeSpan warmUp)
        {
            if (at >= warmUp)
                _first ??= (at, usage);
            if (at >= early)
                _early ??= usage.ResidentBytes;
            _last = (at, usage);
            _peak = Math.Max(_peak, usage.ResidentBytes);
        }

        internal IEnumerable<Reading> Readings(string phase)
        {
            if (_peak == 0)
                yield break;
            yield return new Reading(0, phase, Metric.PeakRss, _peak);
            yield return new Reading(0, phase, Metric.RssEnd, _last.Usage.ResidentBytes);
            if (_early is long resident)
                yield return new Reading(0, phase, Metric.RssEarly, resident);
            if (_first is not (TimeSpan from, TreeUsage before) || _last.At <= from)
                yield break;
            yield return new Reading(0, phase, Metric.Wall, (_last.At - from).Ticks * TimeSpan.NanosecondsPerTick);
            yield return new Reading(0, phase, Metric.User, Math.Max(0, _last.Usage.User - before.User));
            yield return new Reading(0, phase, Metric.Sys, Math.Max(0, _last.Usage.Sys - before.Sys));
        }
    }
}
