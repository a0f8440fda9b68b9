namespace Bench.Core;

/// <summary>How long processes take, learnt from those that ran.</summary>
internal sealed class DurationEstimate
{
    private readonly Dictionary<(CaseId, WorkKind), TimeSpan> _last = [];
    private TimeSpan _sum;
    private int _count;

    internal void Add(WorkItem item, TimeSpan taken)
    {
        _last[(item.Case.Id, item.Kind)] = taken;
        _sum += taken;
        _count++;
    }

    /// <summary>A process of a case that ran before takes as long as it did; another one as long as the average.</summary>
    /// <returns>Null before the first process has ended.</returns>
    internal TimeSpan? Of(IEnumerable<WorkItem> items)
    {
        if (_count == 0)
            return null;
        TimeSpan average = _sum / _count;
        return items.Aggregate(TimeSpan.Zero, (sum, item) => sum + _last.GetValueOrDefault((item.Case.Id, item.Kind), average));
    }
}
