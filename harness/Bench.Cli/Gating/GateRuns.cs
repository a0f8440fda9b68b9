using Bench.Core;
using Bench.Gate;

namespace Bench.Cli;

/// <summary>The runs of one side of a gate, as they are named on a command line.</summary>
internal static class GateRuns
{
    /// <summary>Each path is a run, or a folder that holds runs; one that is not there, or empty, has none.</summary>
    /// <exception cref="UsageException">A run is unreadable, or given twice.</exception>
    internal static IReadOnlyList<GateRun> Read(IReadOnlyList<string> paths)
    {
        string[] runs = [.. paths.SelectMany(RunsOf)];
        if (runs.GroupBy(static one => Path.TrimEndingDirectorySeparator(Path.GetFullPath(one))).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"{ShownPath.Of(twice.Key)} is given twice");
        return [.. runs.Select(GateRun.Read)];
    }

    /// <summary>Says that there is nothing to compare, and how to make it.</summary>
    /// <returns>The exit code.</returns>
    internal static int Absent(string path, string what)
    {
        Console.Error.WriteLine($"bench: {path} holds no run, so that there is no {what} yet: make one with ./bench run --suite quick --processes 10 --out {path}");
        return ExitCodes.NothingMeasured;
    }

    private static IEnumerable<string> RunsOf(string path)
    {
        if (File.Exists(path) || File.Exists(RunFolder.RunFile(path)))
            return [path, .. File.Exists(RunFolder.RunFile(RunFolder.StreamsOf(path))) ? [RunFolder.StreamsOf(path)] : (string[])[]];
        return Directory.Exists(path) ? Directory.EnumerateDirectories(path).Where(static one => File.Exists(RunFolder.RunFile(one))).Order(StringComparer.Ordinal) : [];
    }
}
