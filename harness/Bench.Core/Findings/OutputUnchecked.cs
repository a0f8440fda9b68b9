namespace Bench.Core;

/// <summary>Nobody compared what the program printed with the right answer.</summary>
public sealed record OutputUnchecked(CaseId CaseId) : Finding(CaseId)
{
    public override string Id => "output-unchecked";
    public override string Text => "the program's answer was not compared with the right one";
    public override string Advice => "a program that died at once would look fast; add the expected output to workload.json and measure again";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        Dictionary<string, WorkloadInfo> workloads = summary.Run.Header.Workloads.ToDictionary(static one => one.Id);
        foreach (CaseId id in summary.Cases)
            if (!summary.UsesAllCores(id) && summary.Compared(id) is not null && workloads.GetValueOrDefault(id.Workload)?.Answers is { } answers && !answers.ContainsKey(id.Size))
                yield return new OutputUnchecked(id);
    }
}
