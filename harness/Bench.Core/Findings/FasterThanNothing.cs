namespace Bench.Core;

/// <summary>A program ended sooner than one that does nothing on the same backend: it did not do its work.</summary>
/// <param name="Nothing">Nanoseconds: the median total of the empty program.</param>
public sealed record FasterThanNothing(CaseId CaseId, double Total, double Nothing) : Finding(CaseId, Phases.Total)
{
    /// <summary>The workload that does nothing, and so measures the start alone.</summary>
    private const string EmptyWorkload = "nop";

    /// <summary>Start-up varies by more than a small size takes.</summary>
    private const double Tolerated = 0.7;

    /// <summary>Where the start was measured once or twice it may have found the program's files not in memory yet.</summary>
    private const double ToleratedOfFew = 0.1;

    private const int Few = 3;

    public override string Id => "faster-than-nothing";
    public override string Text => $"total: {FindingText.Time(Total)}, less than the {FindingText.Time(Nothing)} of a program that does nothing on the same backend";
    public override string Advice => "it probably died at once: check its output and exit status";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        ILookup<string, Sample> empty = summary.Cases.Where(static id => id.Workload == EmptyWorkload)
            .Select(id => (id.Backend, Sample: summary[id, Phases.Total, Metric.Wall])).Where(static one => one.Sample is not null).ToLookup(static one => one.Backend, static one => one.Sample!);
        foreach (CaseId id in summary.Cases.Where(static id => id.Workload != EmptyWorkload))
            if (summary[id, Phases.Total, Metric.Wall] is Sample total && empty[id.Backend].MinBy(static one => one.Median) is Sample nothing
                && total.Median < (Math.Min(total.Count, nothing.Count) < Few ? ToleratedOfFew : Tolerated) * nothing.Median && total.Maximum < nothing.Minimum)
                yield return new FasterThanNothing(id, total.Median, nothing.Median);
    }
}
