using System.Reflection;
using Bench.Core;

namespace Bench.Reports;

/// <summary>All formats of comparisons by name.</summary>
public static class ComparisonFormats
{
    private static readonly Dictionary<string, IComparisonFormat> s_byName = Implementations.Of<IComparisonFormat>(Assembly.GetExecutingAssembly())
        .ToDictionary(static format => format.Name);

    public static IEnumerable<string> Names => s_byName.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="UsageException">There is no such format.</exception>
    public static async Task<IReadOnlyList<ReportFile>> RenderAsync(Comparison comparison, IEnumerable<string> formats, Toolbox? tools, CancellationToken ct)
    {
        // All names before any work: a figure may take its time.
        IComparisonFormat[] chosen = [.. formats.Distinct().Select(static name => s_byName.GetValueOrDefault(name) ?? throw Core.Names.Unknown("format", name, Names))];
        List<ReportFile> files = [];
        foreach (IComparisonFormat format in chosen)
            files.AddRange(await format.RenderAsync(comparison, tools, ct));
        return files;
    }
}
