using Bench.Core;

namespace Bench.Backends.Setup;

/// <summary>What is asked for, and what of it is missing.</summary>
/// <param name="Missing">Can be installed: includes npm and what it needs, where another missing tool comes by it.</param>
public sealed record SetupInventory(IReadOnlyList<Tool> Wanted, IReadOnlyList<Tool> Missing)
{
    internal const string Npm = "npm";

    /// <param name="named">Ids of tools; empty means all that set-up installs unasked.</param>
    /// <exception cref="UsageException">An id is unknown, or stands for a tool that set-up cannot install.</exception>
    public static async Task<SetupInventory> TakeAsync(Toolbox tools, IReadOnlyList<string> named, CancellationToken ct)
    {
        List<Tool> wanted = [.. named.Count == 0
            ? tools.Catalog.All.Where(static tool => tool.Install is { ByDefault: true })
            : named.Distinct().SelectMany(id => WithNeeds(tools.Catalog, Find(tools.Catalog, id))).Where(static tool => tool.Install is not null).Distinct()];
        List<Tool> missing = await MissingAsync(tools, wanted, ct);
        if (missing.Any(static tool => tool.Install!.NpmPackages.Any()))
            missing.AddRange(await MissingAsync(tools, [.. WithNeeds(tools.Catalog, tools.Catalog[Npm]).Except(missing)], ct));
        return new SetupInventory(wanted, missing);
    }

    private static Tool Find(ToolCatalog catalog, string id)
    {
        Tool tool = catalog.All.FirstOrDefault(one => one.Id == id) ?? throw Names.Unknown("tool", id, catalog.All.Select(static one => one.Id));
        return tool.Install is not null ? tool : throw new UsageException($"set-up cannot install {id}: {tool.Origin}");
    }

    private static IEnumerable<Tool> WithNeeds(ToolCatalog catalog, Tool tool) =>
        tool.Needs.SelectMany(need => WithNeeds(catalog, catalog[need])).Append(tool);

    private static async Task<List<Tool>> MissingAsync(Toolbox tools, IReadOnlyList<Tool> candidates, CancellationToken ct)
    {
        Availability[] found = await Task.WhenAll(candidates.Select(tool => tools.ProbeAsync(tool.Id, ct)));
        return [.. candidates.Where((_, i) => found[i] is Availability.Missing)];
    }
}
