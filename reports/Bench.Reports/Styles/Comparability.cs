using Bench.Core;

namespace Bench.Reports;

/// <summary>Refuses to put side by side what differs in more than the engine: the mistake of several published tables.</summary>
public static class Comparability
{
    /// <exception cref="UsageException">Sizes, phases, arguments of a workload or versions of a runtime differ, or a case is there twice.</exception>
    public static void Require(IReadOnlyList<PaperCase> cases)
    {
        Same(cases, static one => one.Case.Size, "size", "a table");
        Same(cases, static one => one.Phase, "phase", "a table");
        PaperCase[] run = [.. cases.Where(static one => !one.IsSkipped)];
        foreach (IGrouping<string, PaperCase> workload in run.GroupBy(static one => one.Case.Workload))
            Same(workload, static one => ArgumentText.Of(one.Arguments), $"arguments of {workload.Key}/{workload.First().Case.Size}", "a column");
        foreach (IGrouping<string, PaperCase> runtime in run.GroupBy(static one => one.Case.Backend))
            Same(runtime, static one => one.Runtime.Version ?? "unknown", $"version of {runtime.Key}", "a row");
        if (run.GroupBy(static one => one.Case).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"{twice.Key} was run in {twice.Count()} of these runs on one machine: give only one of them, or compare them with ./bench compare");
    }

    private static void Same(IEnumerable<PaperCase> cases, Func<PaperCase, string> property, string name, string where)
    {
        string[] values = [.. cases.Select(property).Distinct()];
        if (values.Length > 1)
            throw new UsageException($"refused to mix in {where}: the {name} is '{values[0]}' in one case and '{values[1]}' in another; report these runs apart");
    }
}
