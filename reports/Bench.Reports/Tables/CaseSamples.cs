using Bench.Core;

namespace Bench.Reports;

/// <summary>The numbers of a case by the names of the tables' columns. Null where there are none.</summary>
public sealed class CaseSamples(Summary summary)
{
    private readonly Lazy<ILookup<CaseId, (string Phase, Metric Metric)>> _kinds = new(() => summary.Run.Measurements
        .Select(static one => (one.Case, Kind: (one.Phase, one.Metric))).Distinct()
        .ToLookup(static one => one.Case, static one => one.Kind));

    private readonly Lazy<ILookup<(string Workload, string Backend), CaseId>> _sizes = new(() =>
        summary.Cases.ToLookup(static one => (one.Workload, one.Backend)));

    public Sample? Wall(CaseId caseId, string phase) => summary[caseId, phase, Metric.Wall];

    /// <summary>What is made of a workload does not depend on its size, and is made and timed once for all sizes.</summary>
    public Sample? WallOfMaking(CaseId caseId, string phase) => OfAnySize(caseId, phase, Metric.Wall);

    /// <summary>User and system time of each process together.</summary>
    public Sample? CpuTime(CaseId caseId) =>
        summary[caseId, Phases.Total, Metric.User] is Sample user && summary[caseId, Phases.Total, Metric.Sys] is Sample sys && user.Count == sys.Count
            ? new Sample(user.Values.Zip(sys.Values, static (one, other) => one + other))
            : null;

    public Sample? OfProcess(CaseId caseId, Metric metric) => summary[caseId, Phases.Total, metric];

    /// <summary>Size of what is run: the engine's compiled form where there is one, else the program or module.</summary>
    public Sample? Artifact(CaseId caseId, Metric metric) =>
        OfAnySize(caseId, Phases.Compile, metric) ?? OfAnySize(caseId, Phases.Build, metric) ?? OfAnySize(caseId, Phases.Total, metric);

    /// <summary>How many processes ran the program to its end.</summary>
    public int Processes(CaseId caseId) => Wall(caseId, Phases.Total)?.Count ?? 0;

    /// <summary>Everything that was measured of the case, in the order in which it first appeared.</summary>
    public IEnumerable<(string Phase, Metric Metric, Sample Sample)> All(CaseId caseId) =>
        _kinds.Value[caseId].Where(kind => summary[caseId, kind.Phase, kind.Metric] is not null)
            .Select(kind => (kind.Phase, kind.Metric, summary[caseId, kind.Phase, kind.Metric]!));

    // A failed case shows no number at all, not even one of another size.
    private Sample? OfAnySize(CaseId caseId, string phase, Metric metric) =>
        summary.OutcomeOf(caseId) is Outcome.Failed ? null
            : summary[caseId, phase, metric]
            ?? _sizes.Value[(caseId.Workload, caseId.Backend)].Select(other => summary[other, phase, metric]).FirstOrDefault(static sample => sample is not null);
}
