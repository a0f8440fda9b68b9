using Bench.Core;

namespace Bench.Reports;

/// <summary>The JavaScript of Vega and Vega-Lite as it is put into pages.</summary>
internal static class VegaLibraries
{
    private static readonly (string Tool, string Folder, string Script)[] s_libraries =
        [("vega", "vega", "build/vega.min.js"), ("vega-lite", "vega-lite", "build/vega-lite.min.js")];

    /// <param name="tools">Null where no installed program may be used.</param>
    /// <returns>The scripts, or one line that says what is missing and how to get it.</returns>
    internal static async Task<(IReadOnlyList<string> Scripts, string? Missing)> ReadAsync(Toolbox? tools, CancellationToken ct)
    {
        if (tools is null)
            return ([], "Figures are not drawn: this page was made without Vega. Run ./bench setup, then ./bench report RUN --format html.");
        List<string> scripts = [];
        foreach ((string tool, string folder, string script) in s_libraries)
        {
            if (await tools.ProbeAsync(tool, ct) is Availability.Missing missing)
                return ([], $"Figures are not drawn: {missing.Reason}. Run {missing.Remedy}, then ./bench report RUN --format html.");
            string package = Path.Combine(tools.Layout.LocalTools, "node_modules", folder);
            scripts.Add($"/*!\n{Comment(await File.ReadAllTextAsync(Path.Combine(package, "LICENSE"), ct))}\n*/\n{Inline(await File.ReadAllTextAsync(Path.Combine(package, script), ct))}");
        }
        return (scripts, null);
    }

    private static string Comment(string licence) => licence.ReplaceLineEndings("\n").Replace("*/", "* /").Trim();

    /// <summary>Without the reference to a source map, which a browser would load.</summary>
    private static string Inline(string script) => string.Join('\n', script.ReplaceLineEndings("\n").Split('\n')
        .Where(static line => !line.StartsWith("//# sourceMappingURL", StringComparison.Ordinal)));
}
