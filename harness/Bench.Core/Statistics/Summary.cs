using System.Collections.Concurrent;

namespace Bench.Core;

/// <summary>Everything a table reads: the samples of each case of one run, and how each case ended.</summary>
public sealed class Summary
{
    private readonly Dictionary<(CaseId Case, string Phase, Metric Metric), Sample> _samples;
    private readonly ConcurrentDictionary<(CaseId Case, CaseId? Baseline, string Phase, Metric Metric), Estimate> _estimates = new();
    private readonly ConcurrentDictionary<CaseId, WarmUp?> _warmUps = new();
    private readonly Lazy<ILookup<CaseId, IReadOnlyList<double>>> _iterations;
    private readonly Lazy<IReadOnlyList<(CaseId Case, Trend Trend)>> _trends;
    private readonly Lazy<IReadOnlyList<Finding>> _findings;
    private readonly Lazy<IReadOnlyList<TooShortForClock>> _tooShort;
    private readonly Lazy<HashSet<(CaseId, string?)>> _tooShortPhases;
    private readonly HashSet<string> _libraries;
    private readonly HashSet<string> _streams;
    private readonly HashSet<string> _densities;

    /// <summary>The phases whose wall times reports compare, most looked at first.</summary>
    internal static readonly string[] TimedPhases = [Phases.Total, Phases.Execute, Phases.Startup, Phases.Compile, Phases.Million];

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
        _libraries = [.. run.Header.Backends.Where(static one => one.Class == BackendClass.Library).Select(static one => one.Id)];
        _streams = [.. run.Header.Workloads.Where(static one => one.Kind == WorkloadInfo.StreamKind).Select(static one => one.Id)];
        _densities = [.. run.Header.Workloads.Where(static one => one.Kind == WorkloadInfo.DensityKind).Select(static one => one.Id)];
        _iterations = new(IterationsOfCases);
        _trends = new(TrendsOfCases);
        _tooShort = new(() => [.. TooShortForClock.Among(this)]);
        _tooShortPhases = new(() => [.. _tooShort.Value.Select(static one => (one.CaseId, one.Phase))]);
        _findings = new Lazy<IReadOnlyList<Finding>>(() => [.. FindingCatalog.Of(this)]);
    }

    public RunRecord Run { get; }

    /// <summary>Every case that was planned, or has an outcome or a number.</summary>
    public IReadOnlyList<CaseId> Cases { get; }

    /// <returns>Null when the case failed, was skipped, or the machine cannot measure this.</returns>
    public Sample? this[CaseId caseId, string phase, Metric metric] => _samples.GetValueOrDefault((caseId, phase, metric));

    /// <summary>The phase by which a case is compared with others: the whole process, of a library, whose process is the harness's own, a million operations; of a stream its median message, of a density run the start of one more instance.</summary>
    public string ComparedPhase(CaseId caseId) => IsLibrary(caseId) ? Phases.Million : IsStream(caseId) ? StreamPhases.Latency : IsDensity(caseId) ? DensityPhases.Instantiate : Phases.Total;

    /// <summary>Wall times of <see cref="ComparedPhase"/>.</summary>
    /// <returns>Null when there is no number.</returns>
    public Sample? Compared(CaseId caseId) => this[caseId, ComparedPhase(caseId), Metric.Wall];

    public bool IsLibrary(CaseId caseId) => _libraries.Contains(caseId.Backend);

    public bool IsStream(CaseId caseId) => _streams.Contains(caseId.Workload);

    public bool IsDensity(CaseId caseId) => _densities.Contains(caseId.Workload);

    /// <summary>Whether what is measured uses all cores by intention: the nodes of a stream, many instances.</summary>
    public bool UsesAllCores(CaseId caseId) => IsStream(caseId) || IsDensity(caseId);

    /// <summary>Whether the case is a whole program with a start and an end.</summary>
    public bool IsProgram(CaseId caseId) => !IsLibrary(caseId) && !UsesAllCores(caseId);

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

    /// <summary>After how many executions compiling the first case ahead of time pays against the second.</summary>
    /// <returns>Null when one of the three times is missing.</returns>
    public BreakEven? BreakEvenOf(CaseId compiled, CaseId other) =>
        this[compiled, Phases.Compile, Metric.Wall] is Sample compile && this[compiled, Phases.Total, Metric.Wall] is Sample total && this[other, Phases.Total, Metric.Wall] is Sample otherTotal
            ? BreakEven.Of(compile, total, otherTotal)
            : null;

    /// <summary>How the iterations of a case begin and what they settle at.</summary>
    /// <returns>Null when it failed, was not iterated, or too little to tell.</returns>
    public WarmUp? WarmUpOf(CaseId caseId) => _warmUps.GetOrAdd(caseId, id => OutcomeOf(id) is Outcome.Failed ? null : WarmUp.Of([.. _iterations.Value[id]]));

    /// <summary>What a reader should doubt; looked for once, when first asked for.</summary>
    public IReadOnlyList<Finding> Findings => _findings.Value;

    /// <returns>Null when the run was interrupted before the case was finished.</returns>
    public Outcome? OutcomeOf(CaseId caseId) => Run.Outcomes.GetValueOrDefault(caseId);

    /// <summary>Of the compared time of each case that has three values or more, over the order of execution.</summary>
    internal IReadOnlyList<(CaseId Case, Trend Trend)> Trends => _trends.Value;

    internal IReadOnlyList<TooShortForClock> TooShort => _tooShort.Value;

    /// <summary>One finding a case at most, of the first phase that has one. Times of a few steps of their clock have no shape of their own: they are passed over.</summary>
    internal IEnumerable<Finding> FirstPhaseOf(Func<CaseId, string, Finding?> find) =>
        Cases.Select(id => TimedPhases.Where(phase => !_tooShortPhases.Value.Contains((id, phase))).Select(phase => find(id, phase)).FirstOrDefault(static found => found is not null)).OfType<Finding>();

    private ILookup<CaseId, IReadOnlyList<double>> IterationsOfCases() => Run.Measurements
        .Where(static one => one is { Phase: Phases.Iterate, Metric: Metric.Wall, Iteration: > 0 })
        .GroupBy(static one => (one.Case, one.Process))
        .ToLookup(static group => group.Key.Case, static group => (IReadOnlyList<double>)[.. group.OrderBy(static one => one.Iteration).Select(static one => (double)one.Value)]);

    private IReadOnlyList<(CaseId Case, Trend Trend)> TrendsOfCases()
    {
        Dictionary<(CaseId, int), int> positions = [];
        foreach (ProcessRecord one in Run.Processes.Where(static one => one.Kind == WorkKind.Execute))
            positions[(one.Case, one.Process)] = one.Sequence;
        return [.. Run.Measurements
            .Where(one => one.Metric == Metric.Wall && one.Phase == ComparedPhase(one.Case) && OutcomeOf(one.Case) is not Outcome.Failed && positions.ContainsKey((one.Case, one.Process)))
            .GroupBy(static one => one.Case)
            .Select(group => (group.Key, Points: group.GroupBy(one => (double)positions[(one.Case, one.Process)]).Select(static process => (process.Key, process.Average(static one => (double)one.Value))).ToArray()))
            .Where(static one => one.Points.Length >= 3 && one.Points.All(static point => point.Item2 > 0))
            .Select(static one => (one.Key, Trend.Of(one.Points)))];
    }
}
