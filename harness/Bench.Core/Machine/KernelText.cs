using System.Globalization;

namespace Bench.Core;

/// <summary>The kernel's own files, as numbers. A word that is no number counts as 0.</summary>
internal static class KernelText
{
    /// <param name="text"><c>/proc/loadavg</c>.</param>
    /// <returns>Of the last minute; null where nothing is shown.</returns>
    internal static double? Load(string text) => Words(text) is [string first, ..] ? Number(first) : null;

    /// <param name="meminfo"><c>/proc/meminfo</c>.</param>
    internal static long Kibibytes(string meminfo, string name) =>
        meminfo.Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal)) is string line ? (long)Number(Words(line)[1]) : 0;

    internal static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    internal static double Number(string? word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 0;
}
