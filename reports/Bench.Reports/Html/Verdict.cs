using Bench.Core;

namespace Bench.Reports;

/// <summary>What a run found, in sentences.</summary>
public static class Verdict
{
    public static IEnumerable<string> Of(RunNumbers run)
    {
        Summary summary = run.Summary;
        int Count<T>() => summary.Run.Outcomes.Values.OfType<T>().Count();
        int measured = Count<Outcome.Measured>(), failed = Count<Outcome.Failed>(), unfinished = summary.Cases.Count(one => summary.OutcomeOf(one) is null);
        int backends = run.Series.Select(static one => one.Case.Backend).Distinct().Count();
        string processes = CountText.Range(run.Series.Where(static one => one.Measure.IsCompared).Select(static one => one.Sample.Count));
        yield return measured + failed == 0 && unfinished == 0 ? "Nothing was measured."
            : $"{CountText.Of(measured, "case", "cases")} measured on {CountText.Of(backends, "backend", "backends")}{(processes.Length > 0 ? $", {processes} {(processes == "1" ? "process" : "processes")} each" : "")}; "
                + $"{(failed == 0 ? "none" : failed.ToString())} failed{(unfinished > 0 ? $", {unfinished} unfinished" : "")}, {Count<Outcome.Skipped>()} skipped.";
        foreach (string size in run.Sizes)
            if (BestOfClasses(run, size) is string best)
                yield return best;
        string[] doubts = [.. FindingGroup.Of(summary.Findings).Select(static kind => kind.Id.Replace('-', ' ') + (kind.Cases.Count > 1 ? $" ({kind.Cases.Count} cases)" : ""))];
        yield return doubts.Length == 0 ? "Nothing was found that casts doubt on these numbers." : $"To be read with doubt: {string.Join(", ", doubts)}.";
    }

    /// <summary>The best backend of each class by the geometric mean of total, over all workloads of the size.</summary>
    private static string? BestOfClasses(RunNumbers run, string size)
    {
        GeometricMeanRatio[] means = [.. run.Means.Where(one => one.Measure == Measure.Total && one.Size == size && one.Workloads == one.Planned && one.Backend != run.Baseline)];
        string[] best = [.. means.GroupBy(one => run.Backends.First(backend => backend.Id == one.Backend).Class).OrderBy(static group => group.Key.Rank())
            .Select(static group => (Class: group.Key, Best: group.MinBy(static one => one.Mean.Value)!))
            .Select(static one => $"{one.Class.Name()} {one.Best.Backend} {Rounding.Significant(one.Best.Mean.Value, 3)}×")];
        return best.Length == 0 ? null
            : $"Total time against {run.Baseline} at size {size}, geometric mean over {CountText.Of(means[0].Planned, "workload", "workloads")}, the best of each class: {string.Join(", ", best)}.";
    }
}
