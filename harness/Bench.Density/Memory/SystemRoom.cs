using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Density;

/// <summary>How near this process is to what the system grants to one process: what explains a host that allows no more instances.</summary>
internal static class SystemRoom
{
    /// <summary>Of mappings: behind it not only the next instance fails, but also whatever else asks for memory, such as .NET itself.</summary>
    private const double Tolerated = 0.95;

    /// <summary>The half of 48-bit addresses that processes have; more only for those who ask for it.</summary>
    private static readonly string s_addresses = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? " of 128" : "";

    /// <returns>Null while there is room, otherwise what has run out, in one line.</returns>
    internal static string? Shortage() => Mappings() is (long used, long most) && used > Tolerated * most
        ? $"{Text(used)} of {Text(most)} mappings of memory are used (vm.max_map_count)"
        : null;

    /// <summary>In one line.</summary>
    internal static string Describe()
    {
        List<string> parts = [];
        if (Number("/proc/self/statm", static text => text.Split(' ')[0]) is long pages)
            parts.Add($"{Text((long)((double)pages * Environment.SystemPageSize / (1L << 40) * 10) / 10.0)}{s_addresses} TiB of address space");
        if (Mappings() is (long used, long most))
            parts.Add($"{Text(used)} of {Text(most)} mappings");
        if (Number("/proc/self/limits", static text => text.Split('\n').FirstOrDefault(static line => line.StartsWith("Max open files", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]) is long files)
            parts.Add($"{Text(Directory.GetFiles("/proc/self/fd").Length)} of {Text(files)} open files");
        if (Number("/proc/sys/kernel/pid_max", static text => text) is long pids)
            parts.Add($"{Text(Directory.GetDirectories("/proc/self/task").Length)} threads here, {Text(pids)} process and thread ids in all");
        return string.Join(", ", parts);
    }

    private static (long Used, long Most)? Mappings() => Number("/proc/sys/vm/max_map_count", static text => text) is long most
        ? (File.ReadLines("/proc/self/maps").Count(), most)
        : null;

    private static long? Number(string file, Func<string, string?> field)
    {
        try
        {
            return long.TryParse(field(File.ReadAllText(file)), CultureInfo.InvariantCulture, out long value) ? value : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;   // not shown here: one fact less
        }
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
