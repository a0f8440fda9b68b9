namespace Bench.Core;

/// <summary>Too few processes for a 95 % interval.</summary>
public sealed record TooFewProcesses(CaseId CaseId, int Count) : Finding(CaseId)
{
    public override string Id => "too-few-processes";
    public override string Text => $"{Count} {(Count == 1 ? "process" : "processes")}: no 95 % interval can be given";
    public override string Advice => $"measure with --processes 10; {MedianEstimate.FewestValues} are the fewest for any interval";

    internal static IEnumerable<Finding> In(Summary summary) =>
        from id in summary.Cases
        let sample = summary[id, Phases.Total, Metric.Wall]
        where sample is { Count: < MedianEstimate.FewestValues }
        select new TooFewProcesses(id, sample.Count);
}
