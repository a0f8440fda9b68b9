namespace Bench.Core;

/// <summary>How long processes take, learnt from those that ran.</summary>
internal sealed class DurationEstimate
{
    private readonly Dictionary<WorkTarget, TimeSpan> _last = [];
    private TimeSpan _sum;
    private int _count;

    /// <returns>Null before the first process has ended.</returns>
    internal TimeSpan? Average => _count == 0 ? null : _sum / _count;

    /// <returns>Null before the target's first process has ended.</returns>
    internal TimeSpan? LastOf(WorkTarget target) => _last.TryGetValue(target, out TimeSpan taken) ? taken : null;

    internal void Add(WorkTarget target, TimeSpan taken)
    {
        _last[target] = taken;
        _sum += taken;
        _count++;
    }

    /// <summary>A process of a case that ran before takes as long as it did; another one as long as the average.</summary>
    /// <returns>Null before the first process has ended.</returns>
    internal TimeSpan? Of(IEnumerable<WorkTarget> targets) => Average is TimeSpan average
        ? targets.Aggregate(TimeSpan.Zero, (sum, target) => sum + _last.GetValueOrDefault(target, average))
        : null;
}
