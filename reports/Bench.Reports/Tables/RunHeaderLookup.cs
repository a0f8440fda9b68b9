using Bench.Core;

namespace Bench.Reports;

internal static class RunHeaderLookup
{
    /// <exception cref="UsageException">The header does not name the backend.</exception>
    internal static BackendInfo Backend(this RunHeader header, string id) =>
        header.Backends.FirstOrDefault(backend => backend.Id == id)
            ?? throw new UsageException($"the run of {header.StartedAt:u} has a case of '{id}', which its header does not name: run.jsonl was changed by hand?");

    /// <exception cref="UsageException">The header does not have the size.</exception>
    internal static IReadOnlyList<string> Arguments(this RunHeader header, string workload, string size) =>
        header.Workloads.FirstOrDefault(one => one.Id == workload)?.Sizes.GetValueOrDefault(size)
            ?? throw new UsageException($"the run of {header.StartedAt:u} has a case of {workload}/{size}, whose arguments its header does not give: run.jsonl was changed by hand?");

    /// <summary>Workloads in the order of their ids.</summary>
    internal static IEnumerable<string> WorkloadIds(this Summary summary) =>
        summary.Cases.Select(static one => one.Workload).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Sizes in the order in which they were planned.</summary>
    internal static IEnumerable<string> Sizes(this Summary summary) =>
        summary.Run.Header.Workloads.SelectMany(static one => one.Sizes.Keys)
            .Concat(summary.Cases.Select(static one => one.Size)).Distinct()
            .Where(size => summary.Cases.Any(one => one.Size == size));

    internal static bool WasSkipped(this Summary summary, CaseId caseId) => summary.OutcomeOf(caseId) is Outcome.Skipped;
}
