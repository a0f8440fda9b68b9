using Bench.Core;

namespace Bench.Fleet;

/// <summary>One caller at a time in a fleet's folder: two would order twice, and write over each other's fleet.json.</summary>
internal static class FleetLock
{
    /// <returns>To be let go of.</returns>
    /// <exception cref="UsageException">Another process has it, or the folder cannot be written.</exception>
    internal static IDisposable Take(string folder)
    {
        string file = Path.Combine(folder, "fleet.lock");
        try
        {
            Directory.CreateDirectory(folder);
            return LockFile.Take(file);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new UsageException($"another process runs or collects the fleet in {folder}: wait for its end", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write into {folder}: {e.Message}", e);
        }
    }
}
