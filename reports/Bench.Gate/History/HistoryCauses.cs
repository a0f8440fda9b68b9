using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>What else is different between two runs: a change of numbers may come from there and not from the commit.</summary>
internal static class HistoryCauses
{
    private const int MostTools = 4, Longest = 48;

    internal static IEnumerable<string> Between(RunHeader before, RunHeader after, CaseId id)
    {
        if (Arguments(before, id) is string old && Arguments(after, id) is string now && old != now)
            yield return $"arguments of {id.Workload}/{id.Size}: {old} → {now}";
        if (before.Backends.FirstOrDefault(one => one.Id == id.Backend) is BackendInfo one && after.Backends.FirstOrDefault(one => one.Id == id.Backend) is BackendInfo other)
        {
            if (one.Version != other.Version)
                yield return $"{Shown(other.Title)} {Shown(one.Version)} → {Shown(other.Version)}";
            if (one.Flags != other.Flags)
                yield return $"other flags of {id.Backend}";
        }
        Dictionary<string, ToolVersion> tools = before.Tools.GroupBy(static tool => tool.Id).ToDictionary(static same => same.Key, static same => same.First());
        string[] changed = [.. after.Tools.Where(tool => tools.TryGetValue(tool.Id, out ToolVersion? old) && old.Version != tool.Version).Select(tool => $"{Shown(tool.Title)} {Shown(tools[tool.Id].Version)} → {Shown(tool.Version)}")];
        foreach (string tool in changed.Take(MostTools))
            yield return tool;
        if (changed.Length > MostTools)
            yield return $"{CountText.Of(changed.Length - MostTools, "other tool", "other tools")} too";
        if (before.Options.PinnedCore is null != after.Options.PinnedCore is null)
            yield return after.Options.PinnedCore is null ? "pinned → not pinned" : "not pinned → pinned";
    }

    private static string? Arguments(RunHeader header, CaseId id) =>
        header.Workloads.FirstOrDefault(one => one.Id == id.Workload)?.Sizes.GetValueOrDefault(id.Size) is { } arguments ? Shown(string.Join(' ', arguments)) : null;

    private static string Shown(string? text) => text is null ? "missing" : OutcomeText.OneLine(text) is { Length: > Longest } line ? line[..Longest] + "…" : OutcomeText.OneLine(text);
}
