using Bench.Core;

namespace Bench.Gate;

/// <summary>Finds and reads the runs of histories.</summary>
public static class HistoryFolder
{
    /// <param name="folders">Run folders, and folders that hold run folders.</param>
    /// <returns>In the order of time.</returns>
    /// <exception cref="UsageException">A folder holds no run, or a run cannot be read.</exception>
    public static IReadOnlyList<HistoryRun> Read(IReadOnlyList<string> folders, Metric metric)
    {
        string[] paths = [.. folders.SelectMany(RunsIn).DistinctBy(static path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))];
        HistoryRun[][] runs = new HistoryRun[paths.Length][];
        try
        {
            Parallel.For(0, paths.Length, i => runs[i] = [.. RunFolder.ReadAll(paths[i]).Select(run => HistoryRun.Of(paths[i], run, metric))]);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<UsageException>().FirstOrDefault() is UsageException unreadable)
        {
            throw new UsageException($"{unreadable.Message}; take it out of the history, and the rest can be read", unreadable);
        }
        return [.. runs.SelectMany(static one => one).OrderBy(static run => run.Header.StartedAt).ThenBy(static run => run.Path, StringComparer.Ordinal)];
    }

    private static string[] RunsIn(string folder)
    {
        if (File.Exists(folder) || File.Exists(RunFolder.RunFile(folder)))
            return [folder];
        try
        {
            string[] runs = [.. Directory.EnumerateDirectories(folder).Where(static one => File.Exists(RunFolder.RunFile(one))).Order(StringComparer.Ordinal)];
            return runs.Length > 0 ? runs : throw new UsageException($"{folder} holds no run: no folder in it has a run.jsonl; ./bench run --out {Path.Combine(folder, "NAME")} makes one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {folder}: {e.Message}", e);
        }
    }
}
