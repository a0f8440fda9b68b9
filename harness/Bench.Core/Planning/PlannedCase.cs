namespace Bench.Core;

/// <summary>A case with all that is needed to run it.</summary>
/// <param name="SkipReason">Why it cannot run on this machine; null when it can.</param>
public sealed record PlannedCase(Workload Workload, WorkloadSize Size, Backend Backend, string? SkipReason)
{
    public CaseId Id => new(Workload.Id, Size.Name, Backend.Id);
}
