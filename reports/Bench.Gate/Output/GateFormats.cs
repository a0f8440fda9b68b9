using System.Reflection;
using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>All formats by name.</summary>
public static class GateFormats
{
    private static readonly Dictionary<string, IGateFormat> s_byName = Implementations.Of<IGateFormat>(Assembly.GetExecutingAssembly())
        .ToDictionary(static format => format.Name);

    public static IEnumerable<string> Names => s_byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>To be asked before a gate measures: a wrong name must not cost a quarter of an hour.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static IReadOnlyList<IGateFormat> Choose(IEnumerable<string> names) =>
        [.. names.Distinct().Select(static name => s_byName.GetValueOrDefault(name) ?? throw Core.Names.Unknown("format", name, Names))];

    /// <param name="output">For the formats that have no file.</param>
    /// <returns>The paths of the files, in the order of the formats.</returns>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(GateReport report, IReadOnlyList<IGateFormat> formats, string folder, TextWriter output, CancellationToken ct)
    {
        foreach (IGateFormat format in formats.Where(static one => one.File is null))
            await output.WriteAsync(format.Render(report).AsMemory(), ct);
        return await ReportFiles.WriteAsync(formats.Where(static one => one.File is not null).Select(one => ReportFile.OfText(one.File!, one.Render(report))), folder, ct);
    }
}
