namespace Bench.Core;

/// <summary>The processes fall into two groups: what decides between them is not controlled.</summary>
public sealed record TwoModes(CaseId CaseId, string Phase, ModeSplit Split) : Finding(CaseId, Phase)
{
    /// <summary>Groups closer together than this share do not matter to a reader.</summary>
    private const double LeastShare = 0.03;

    public override string Id => "two-modes";
    public override string Text =>
        $"{Phase}: two modes, {Split.LowerCount} values around {FindingText.Time(Split.LowerMedian)} and {Split.UpperCount} around {FindingText.Time(Split.UpperMedian)}, nothing between";
    public override string Advice => "neither mean nor median describes it; look for what differs (memory layout, clock of the core, a neighbour), or report both modes";

    internal static IEnumerable<Finding> In(Summary summary) => summary.FirstPhaseOf((id, phase) =>
        summary[id, phase, Metric.Wall] is Sample sample && ModeSplit.Of(sample) is ModeSplit split && split.UpperMedian - split.LowerMedian > LeastShare * split.LowerMedian
            ? new TwoModes(id, phase, split)
            : null);
}
