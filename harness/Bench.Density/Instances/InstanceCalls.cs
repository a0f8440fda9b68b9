using Bench.Core;
using Bench.Streaming;

namespace Bench.Density;

/// <summary>Calls all instances: each once for its first answer and what that makes it take, then all of them for a while.</summary>
internal sealed class InstanceCalls(InstanceRamp ramp, IMemoryMeter meter, TimeProvider time)
{
    /// <summary>Long enough that the slowest host answers some times; no case has more of its own.</summary>
    private static readonly TimeSpan s_calling = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IFunctionHost> _hosts = ramp.Hosts;

    /// <exception cref="DensityFaultException">An instance has gone, or answers something else.</exception>
    internal async Task<IReadOnlyList<Reading>> RunAsync(CancellationToken ct)
    {
        InstanceTimes first = new();
        double grown = await FirstAsync(first, ct);
        double perSecond = await ManyAsync(ct);
        return
        [
            .. first.Readings(DensityPhases.FirstCall),
            new(0, DensityPhases.Active, Metric.ActiveMemory, (long)Math.Max(0, Math.Round(ramp.PerInstance(static use => use.Instances) + grown))),
            new(0, DensityPhases.Active, Metric.PerSecond, (long)Math.Round(perSecond)),
        ];
    }

    /// <returns>Bytes that an instance takes more once it has answered.</returns>
    private async Task<double> FirstAsync(InstanceTimes times, CancellationToken ct)
    {
        TripleMessage message = new();
        List<(int, long)> looks = [(0, meter.Look().Instances)];
        int next = 1;
        for (int i = 0; i < _hosts.Count; i++)
        {
            long begin = time.GetTimestamp();
            await message.SendAsync(_hosts[i], i, Name(i), ct);
            times.Add(time.GetElapsedTime(begin));
            if (i + 1 < next && i + 1 < _hosts.Count)
                continue;
            looks.Add((i + 1, meter.Look().Instances));
            next = InstanceRamp.StepAfter(i + 1);
        }
        return Growth.PerInstance(looks);
    }

    /// <returns>Answers in a second.</returns>
    private async Task<double> ManyAsync(CancellationToken ct)
    {
        int callers = Math.Min(Environment.ProcessorCount, _hosts.Count);
        long begin = time.GetTimestamp();
        long[] answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, callers, begin, ct), ct)));
        return answers.Sum() / time.GetElapsedTime(begin).TotalSeconds;
    }

    /// <summary>One caller, in turn, of every so many instances: an instance takes one message at a time.</summary>
    private async Task<long> CallAsync(int caller, int callers, long begin, CancellationToken ct)
    {
        TripleMessage message = new();
        long answers = 0;
        for (int i = caller; time.GetElapsedTime(begin) < s_calling; i = i + callers < _hosts.Count ? i + callers : caller)
            await message.SendAsync(_hosts[i], (int)(answers++ & 0xFFFF), Name(i), ct);
        return answers;
    }

    private string Name(int index) => $"instance {index + 1} of {_hosts.Count}";
}
