using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>All tools that tools.json knows.</summary>
public sealed class ToolCatalog
{
    private readonly Dictionary<string, Tool> _byId;

    public ToolCatalog(IEnumerable<Tool> tools) => _byId = tools.ToDictionary(static tool => tool.Id);

    public IReadOnlyCollection<Tool> All => _byId.Values;

    public Tool this[string id] => _byId.TryGetValue(id, out Tool? tool)
        ? tool
        : throw new InvalidOperationException($"tools.json has no tool '{id}'");

    /// <exception cref="UsageException">The file is missing or malformed; the message names line and position.</exception>
    public static ToolCatalog Load(string file)
    {
        IReadOnlyList<Tool> tools = StrictJson.Load<ToolFile>(file).Tools;
        if (tools.CountBy(static tool => tool.Id).FirstOrDefault(static pair => pair.Value > 1).Key is string twice)
            throw new UsageException($"{file}: '{twice}' is there twice, expected each id once");
        Dictionary<string, Tool> byId = tools.ToDictionary(static tool => tool.Id);
        foreach (Tool tool in tools)
        {
            if (tool.Needs.FirstOrDefault(need => !byId.ContainsKey(need)) is string unknown)
                throw new UsageException($"{file}: '{tool.Id}' needs '{unknown}', which is not there");
            if (tool.VersionPattern is not null && !FindsVersion(tool.VersionPattern))
                throw new UsageException($"{file}: '{tool.Id}.versionPattern' is no regular expression with a group for the version");
        }
        if (tools.FirstOrDefault(tool => NeedsItself(tool, byId)) is Tool round)
            throw new UsageException($"{file}: '{round.Id}' needs itself");
        return new ToolCatalog(tools);
    }

    private static bool FindsVersion(string pattern)
    {
        try
        {
            return new Regex(pattern).GetGroupNumbers().Contains(1);
        }
        catch (ArgumentException)
        {
            return false;   // not a regular expression at all
        }
    }

    private static bool NeedsItself(Tool tool, Dictionary<string, Tool> byId)
    {
        HashSet<string> reached = [.. tool.Needs];
        Queue<string> open = new(reached);
        while (open.TryDequeue(out string? id))
            foreach (string need in byId[id].Needs.Where(reached.Add))
                open.Enqueue(need);
        return reached.Contains(tool.Id);
    }
}
