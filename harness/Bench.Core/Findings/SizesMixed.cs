namespace Bench.Core;

/// <summary>Runs given together do not mean the same by a size: the program got other arguments, or another answer was right.</summary>
/// <param name="CaseId">A case of the run that differs from the first.</param>
public sealed record SizesMixed(CaseId CaseId, string First, string Other) : Finding(CaseId)
{
    public override string Id => "sizes-mixed";
    public override string Text => $"{CaseId.Workload}/{CaseId.Size} is '{First}' in one run and '{Other}' in another";
    public override string Advice => "these times are of different work: report the runs apart";

    /// <summary>Over runs that are shown side by side.</summary>
    internal static IEnumerable<Finding> In(IReadOnlyList<Summary> summaries)
    {
        Dictionary<(string Workload, string Size), string> first = [];
        foreach (Summary summary in summaries)
            foreach (WorkloadInfo workload in summary.Run.Header.Workloads)
                foreach ((string size, IReadOnlyList<string> arguments) in workload.Sizes)
                {
                    string shown = string.Join(' ', arguments);
                    if (first.TryAdd((workload.Id, size), shown) || first[(workload.Id, size)] == shown)
                        continue;
                    foreach (CaseId id in summary.Cases.Where(id => id.Workload == workload.Id && id.Size == size && summary.Compared(id) is not null))
                        yield return new SizesMixed(id, first[(workload.Id, size)], shown);
                }
    }
}
