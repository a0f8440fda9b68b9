using System.Collections.Concurrent;

namespace Bench.Core;

/// <summary>Everything a table reads: the samples of each case of one run, and how each case ended.</summary>
public sealed class Summary
{
    private readonly Dictionary<(CaseId Case, string Phase, Metric Metric), Sample> _samples;
    private readonly ConcurrentDictionary<(CaseId Case, CaseId? Baseline, string Phase, Metric Metric), Estimate> _estimates = new();
    private readonly Lazy<IReadOnlyList<Finding>> _findings;

    public Summary(RunRecord run)
    {
        Run = run;
        // A failed case keeps its rows in the file for whoever looks into it, but none of its numbers is comparable.
        // Compilation stands for all sizes of the workload, and each compiler that counts has ended well.
        HashSet<CaseId> failed = [.. run.Outcomes.Values.OfType<Outcome.Failed>().Select(static outcome => outcome.Case)];
        _samples = run.Measurements
            .Where(one => one.Phase == Phases.Compile || !failed.Contains(one.Case))
            .GroupBy(static one => (one.Case, one.Phase, one.Metric))
            .ToDictionary(static group => group.Key, static group => new Sample(
                // Iterations of one process are not independent: they count as one value.
                group.GroupBy(static one => one.Process).Select(static process => process.Average(static one => (double)one.Value))));
        Cases = [.. run.Header.Cases.Concat(run.Outcomes.Keys).Concat(run.Measurements.Select(static one => one.Case)).Distinct()];
        _findings = new Lazy<IReadOnlyList<Finding>>(() => [.. FindingCatalog.Of(this)]);
    }

    public RunRecord Run { get; }

    /// <summary>Every case that was planned, or has an outcome or a number.</summary>
    public IReadOnlyList<CaseId> Cases { get; }

    /// <returns>Null when the case failed, was skipped, or the machine cannot measure this.</returns>
    public Sample? this[CaseId caseId, string phase, Metric metric] => _samples.GetValueOrDefault((caseId, phase, metric));

    /// <summary>Median over processes, with its 95 % interval.</summary>
    /// <returns>Null when there is no number.</returns>
    public Estimate? Median(CaseId caseId, string phase, Metric metric) => this[caseId, phase, metric] is Sample sample
        ? _estimates.GetOrAdd((caseId, null, phase, metric), _ => MedianEstimate.Of(sample))
        : null;

    /// <summary>Median of a case divided by that of another one, with its 95 % interval.</summary>
    /// <returns>Null when either has no number, or the other one's is zero.</returns>
    public Estimate? Ratio(CaseId caseId, CaseId baseline, string phase, Metric metric) =>
        this[caseId, phase, metric] is Sample sample && this[baseline, phase, metric] is { Median: > 0 } other
            ? _estimates.GetOrAdd((caseId, baseline, phase, metric), _ => RatioEstimate.Of(sample, other))
            : null;

    /// <summary>What a reader should doubt; looked for once, when first asked for.</summary>
    public IReadOnlyList<Finding> Findings => _findings.Value;

    /// <returns>Null when the run was interrupted before the case was finished.</returns>
    public Outcome? OutcomeOf(CaseId caseId) => Run.Outcomes.GetValueOrDefault(caseId);
}
