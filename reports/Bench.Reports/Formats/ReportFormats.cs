using System.Reflection;
using Bench.Core;

namespace Bench.Reports;

/// <summary>All formats by name.</summary>
public static class ReportFormats
{
    private static readonly Dictionary<string, IReportFormat> s_byName = Implementations.Of<IReportFormat>(Assembly.GetExecutingAssembly())
        .ToDictionary(static format => format.Name);

    public static IEnumerable<string> Names => s_byName.Keys.Order(StringComparer.Ordinal);

    /// <returns>Null when there is no such format.</returns>
    public static IReportFormat? Find(string name) => s_byName.GetValueOrDefault(name);
}
