using Bench.Core;

namespace Bench.Reports;

/// <summary>What a case would take that was not run to its end, from a law fitted on smaller sizes of it. No measurement: never ranked, never in a mean.</summary>
/// <param name="Time">Nanoseconds, with the interval in which one process would lie.</param>
/// <param name="From">The arguments of the sizes that were measured.</param>
/// <param name="Work">The law's, by the names of <see cref="WorkGrowth"/>.</param>
public sealed record Extrapolation(CaseId Case, BackendInfo Runtime, Estimate Time, IReadOnlyList<string> From, string Work)
{
    public const string Mark = "≈";

    internal ReportCell Cell => $"{Mark} {Unit.Second.Estimated(Time)}";

    internal string Note => $"{Mark} {Case.Workload} on {Runtime.Title}: not measured, extrapolated from n = {string.Join(", ", From)} by t = a + b · {Work}; in brackets where 95 % of single processes would lie";

    /// <summary>For every case of the block that is missing or ran out of time and of which three smaller sizes were measured.</summary>
    /// <param name="all">The cases of all sizes of the same machine.</param>
    public static IReadOnlyList<Extrapolation> Of(string size, IReadOnlyList<PaperCase> all)
    {
        List<Extrapolation> found = [];
        foreach (IGrouping<string, PaperCase> workload in all.GroupBy(static one => one.Case.Workload))
        {
            if (workload.FirstOrDefault(one => one.Case.Size == size && !one.IsSkipped) is not PaperCase target
                || target.Work is not string name || WorkGrowth.Find(name) is not { } work || Argument(target) is not double wanted)
                continue;
            foreach (IGrouping<string, PaperCase> backend in workload.GroupBy(static one => one.Case.Backend))
                if (IsMissing(backend.FirstOrDefault(one => one.Case.Size == size)))
                    found.AddRange(One(new CaseId(workload.Key, size, backend.Key), backend, name, work, wanted));
        }
        return found;
    }

    private static IEnumerable<Extrapolation> One(CaseId id, IEnumerable<PaperCase> sizes, string name, Func<double, double> work, double wanted)
    {
        // Sizes that share their argument are one point: the one with more processes.
        (double Argument, PaperCase Case)[] smaller = [.. sizes
            .Where(one => one is { Wall: not null, Outcome: Outcome.Measured } && Argument(one) < wanted)
            .GroupBy(static one => Argument(one)!.Value).OrderBy(static same => same.Key)
            .Select(static same => (same.Key, same.MaxBy(static one => one.Wall!.Count)!))];
        if (ScalingLaw.Fit([.. smaller.Select(one => (work(one.Argument), one.Case.Wall!.Median))]) is ScalingLaw law && double.IsFinite(work(wanted)))
            yield return new Extrapolation(id, smaller[0].Case.Runtime, law.At(work(wanted)), [.. smaller.Select(static one => one.Case.Arguments[0])], name);
    }

    private static bool IsMissing(PaperCase? one) => one is null or { Outcome: Outcome.Failed { Cause: FailureCause.Timeout } };

    private static double? Argument(PaperCase one) => one.Arguments.Count == 1 && double.TryParse(one.Arguments[0], out double value) && double.IsFinite(value) ? value : null;
}
