using Bench.Core;

namespace Bench.Reports;

/// <summary>All numbers of one run as pages and figures draw them.</summary>
public sealed class RunNumbers
{
    private readonly Dictionary<(string Workload, string Backend), CaseId[]> _sizesOf;

    /// <param name="baseline">The backend that ratios divide by.</param>
    /// <exception cref="UsageException">The header does not name a backend of a case.</exception>
    public RunNumbers(Summary summary, string baseline)
    {
        Summary = summary;
        Baseline = baseline;
        Backends = [.. summary.Run.Header.ByClass(summary.Cases.Select(static one => one.Backend).Distinct()).Select(summary.Run.Header.Backend)];
        Workloads = [.. summary.WorkloadIds()];
        Sizes = [.. summary.Sizes()];
        _sizesOf = summary.Cases.GroupBy(static one => (one.Workload, one.Backend)).ToDictionary(static group => group.Key, static group => group.ToArray());

        (CaseId Case, Measure Measure, CaseId Source, string Phase, Metric Metric)[] found =
            [.. from one in summary.Cases from measure in Measure.All where SourceOf(one, measure) is not null && !IsPartOfChain(one, measure) let source = SourceOf(one, measure)!.Value select (one, measure, source.Case, source.Phase, source.Metric)];
        int valuesEach = Thinning.ValuesEach(found.Length);
        Series = [.. found.AsParallel().AsOrdered().Select(one =>
        {
            Sample sample = summary[one.Source, one.Phase, one.Metric]!;
            return new Series(one.Case, one.Measure, sample, summary.Median(one.Source, one.Phase, one.Metric)!.Value,
                RatioOf(one.Case, one.Measure, one.Source, one.Phase, one.Metric), Thinning.Values(sample, valuesEach));
        })];
        Iterations = [.. IterationsOf(summary)];
        Means = [.. from measure in (Measure[])[Measure.Total, Measure.Execute] from size in Sizes from mean in GeometricMeanRatio.Of(this, measure, size) select mean];
        Paybacks = [.. CompilePayback.Of(this)];
    }

    public Summary Summary { get; }
    public string Baseline { get; }

    /// <summary>Class by class; also those that were skipped.</summary>
    public IReadOnlyList<BackendInfo> Backends { get; }
    public IReadOnlyList<string> Workloads { get; }

    /// <summary>In the order in which they were planned.</summary>
    public IReadOnlyList<string> Sizes { get; }
    public IReadOnlyList<Series> Series { get; }
    public IReadOnlyList<IterationSeries> Iterations { get; }
    public IReadOnlyList<GeometricMeanRatio> Means { get; }
    public IReadOnlyList<CompilePayback> Paybacks { get; }

    private (CaseId Case, string Phase, Metric Metric)? SourceOf(CaseId caseId, Measure measure)
    {
        // A failed case shows no number at all, not even one of another size.
        if (Summary.OutcomeOf(caseId) is Outcome.Failed or Outcome.Skipped)
            return null;
        foreach ((string phase, Metric metric) in measure.Sources)
        {
            if (Summary[caseId, phase, metric] is not null)
                return (caseId, phase, metric);
            if (measure.OfWorkload)
                foreach (CaseId other in _sizesOf[(caseId.Workload, caseId.Backend)])
                    if (Summary[other, phase, metric] is not null)
                        return (other, phase, metric);
        }
        return null;
    }

    /// <summary>Parts of one function of several would be taken for the whole.</summary>
    private bool IsPartOfChain(CaseId caseId, Measure measure) => Measure.LedgerParts.Contains(measure) && Summary[caseId, "zipper-2", Metric.Wall] is not null;

    private Estimate? RatioOf(CaseId caseId, Measure measure, CaseId source, string phase, Metric metric)
    {
        CaseId baseline = caseId with { Backend = Baseline };
        if (caseId.Backend == Baseline)
            return new Estimate(1, null);
        if (!measure.OfWorkload)
            return Summary.Ratio(caseId, baseline, phase, metric);
        // Sizes of files do not vary, and the phases that make them may differ.
        return _sizesOf.ContainsKey((caseId.Workload, Baseline)) && SourceOf(baseline, measure) is var (other, otherPhase, otherMetric)
            && Summary[other, otherPhase, otherMetric] is { Median: > 0 } reference
            ? new Estimate(Summary[source, phase, metric]!.Median / reference.Median, null)
            : null;
    }

    private static IEnumerable<IterationSeries> IterationsOf(Summary summary)
    {
        foreach (IGrouping<(CaseId Case, int Process), Measurement> process in summary.Run.Measurements
            .Where(static one => one is { Phase: Phases.Iterate, Metric: Metric.Wall, Iteration: > 0 })
            .GroupBy(static one => (one.Case, one.Process)))
        {
            if (summary.OutcomeOf(process.Key.Case) is Outcome.Failed)
                continue;
            (int, double)[] all = [.. process.OrderBy(static one => one.Iteration).Select(static one => (one.Iteration, (double)one.Value))];
            IReadOnlyList<(int, double)> kept = Thinning.Iterations(all);
            yield return new IterationSeries(process.Key.Case, process.Key.Process, kept, kept.Count < all.Length);
        }
    }
}
