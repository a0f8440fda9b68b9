namespace Bench.Core;

/// <summary>Too few processes for a 95 % interval.</summary>
/// <param name="CaseId">Null where no case of the run has more.</param>
public sealed record TooFewProcesses(CaseId? CaseId, int Count) : Finding(CaseId)
{
    public override string Id => "too-few-processes";
    public override string Text => $"{Count} {(Count == 1 ? "process" : "processes")}{(CaseId is null ? " a case at most" : "")}: no 95 % interval can be given";
    public override string Advice => $"measure with --processes 10; {MedianEstimate.FewestValues} are the fewest for any interval";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        (CaseId Case, int Count)[] counts = [.. summary.Cases.Select(id => (id, summary.Compared(id)?.Count ?? 0)).Where(static one => one.Item2 > 0)];
        if (counts.Length > 1 && counts.Max(static one => one.Count) is int most and < MedianEstimate.FewestValues)
            return [new TooFewProcesses(null, most)];
        return counts.Where(static one => one.Count < MedianEstimate.FewestValues).Select(static one => new TooFewProcesses(one.Case, one.Count));
    }
}
