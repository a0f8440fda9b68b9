using System.Globalization;

namespace Bench.Core;

/// <summary>Memory of processes with each shared page divided by those who share it, so that the sum over many is what they take together.</summary>
/// <remarks>/proc/PID/smaps_rollup, Linux 4.14 and later.</remarks>
public static class ProportionalMemory
{
    private const string Field = "Pss:";

    /// <returns>Bytes; 0 for a process that has ended or is another user's.</returns>
    public static long Of(int pid)
    {
        try
        {
            foreach (string line in File.ReadLines($"/proc/{pid}/smaps_rollup"))
                if (line.StartsWith(Field, StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(Field.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) << 10;
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
