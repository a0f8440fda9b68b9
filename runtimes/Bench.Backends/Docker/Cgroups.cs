using System.Diagnostics;
using System.Globalization;

namespace Bench.Backends.Docker;

/// <summary>Control groups of either version, by their path below the hierarchies' roots.</summary>
internal static class Cgroups
{
    private const string Mount = "/sys/fs/cgroup";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private static readonly string[] s_coreFiles = ["cpuset.cpus", "cpuset.mems"];

    private static bool IsVersion2 => File.Exists(Path.Combine(Mount, "cgroup.controllers"));

    /// <summary>Processor time of everything that ever ran in the group and below, also of groups that have gone.</summary>
    /// <returns>Null where it cannot be read.</returns>
    internal static (long UserNs, long SysNs)? CpuTime(string path)
    {
        if (IsVersion2)
        {
            return Field($"{Mount}{path}/cpu.stat", "user_usec") is long userUs && Field($"{Mount}{path}/cpu.stat", "system_usec") is long sysUs
                ? (userUs * 1000, sysUs * 1000)
                : null;
        }
        if (Number($"{Mount}/cpuacct{path}/cpuacct.usage") is not long total
            || Number($"{Mount}/cpuacct{path}/cpuacct.usage_user") is not long user || Number($"{Mount}/cpuacct{path}/cpuacct.usage_sys") is not long sys)
            return null;
        // The sum is exact, its parts are counted in clock ticks: the parts give the proportion, as in getrusage.
        long exactUser = user + sys == 0 ? total : (long)((Int128)total * user / (user + sys));
        return (exactUser, total - exactUser);
    }

    /// <summary>Most memory ever charged to the group and below: with the page cache and the kernel's part, so more than what ps shows.</summary>
    internal static long? PeakMemory(string path) =>
        Number(IsVersion2 ? $"{Mount}{path}/memory.peak" : $"{Mount}/memory{path}/memory.max_usage_in_bytes");

    /// <summary>Makes the group and those above it, of version 1, ready for processes that are bound to a core: they begin with no core at all.</summary>
    /// <remarks>runc does so for the groups above the container's own, gVisor does not. Source: cgroups(7), cpuset(7).</remarks>
    internal static void PrepareCores(string path)
    {
        string root = $"{Mount}/cpuset";
        if (IsVersion2 || !Directory.Exists(root))
            return;
        string group = root;
        try
        {
            foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                string above = group;
                group = Path.Combine(group, part);
                Directory.CreateDirectory(group);
                foreach (string file in s_coreFiles)
                    if (Read($"{group}/{file}") is string own && own.Trim().Length == 0)
                        File.WriteAllText($"{group}/{file}", Read($"{above}/{file}"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours to write to: a runtime that cannot do without says so itself.
        }
    }

    /// <summary>Memory charged to the group and below now: with the page cache and the kernel's part.</summary>
    internal static long? Memory(string path) =>
        Number(IsVersion2 ? $"{Mount}{path}/memory.current" : $"{Mount}/memory{path}/memory.usage_in_bytes");

    /// <summary>Processes in the group and below.</summary>
    internal static IReadOnlyList<int> Processes(string path)
    {
        string root = IsVersion2 ? Mount + path : $"{Mount}/memory{path}";
        try
        {
            return [.. Directory.EnumerateFiles(root, "cgroup.procs", SearchOption.AllDirectories)
                .SelectMany(static file => (Read(file) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
                .Select(static line => int.Parse(line, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];   // a container ended while its group was looked at
        }
    }

    /// <summary>Removes the group and those below it from all hierarchies. One that is still in use stays.</summary>
    internal static void Remove(string path)
    {
        foreach (string root in Roots())
            RemoveTree(root + path);
    }

    /// <summary>The same, and waits for processes in them that have been killed to be gone.</summary>
    internal static void Remove(string path, TimeSpan patience)
    {
        long begin = Stopwatch.GetTimestamp();
        Remove(path);
        while (Roots().Any(root => Directory.Exists(root + path)) && Stopwatch.GetElapsedTime(begin) < patience)
        {
            Thread.Sleep(s_pause);
            Remove(path);
        }
    }

    /// <summary>Removes all groups whose name is chosen, directly below the hierarchies' roots, with those below them.</summary>
    internal static void RemoveAll(Predicate<string> chosen)
    {
        foreach (string root in Roots())
            foreach (string group in Directory.GetDirectories(root).Where(group => chosen(Path.GetFileName(group))))
                RemoveTree(group);
    }

    private static string[] Roots() => IsVersion2 ? [Mount] : Directory.Exists(Mount) ? Directory.GetDirectories(Mount) : [];

    private static void RemoveTree(string group)
    {
        try
        {
            if (!Directory.Exists(group))
                return;
            foreach (string child in Directory.EnumerateDirectories(group))
                RemoveTree(child);
            Directory.Delete(group);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still in use, or gone meanwhile. An empty group costs nothing; whoever ends the engine tries again.
        }
    }

    private static long? Number(string file) =>
        Read(file) is string text && long.TryParse(text.Trim(), CultureInfo.InvariantCulture, out long value) ? value : null;

    private static long? Field(string file, string name)
    {
        foreach (string line in (Read(file) ?? "").Split('\n'))
            if (line.Split(' ') is [string key, string value] && key == name)
                return long.Parse(value, CultureInfo.InvariantCulture);
        return null;
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;   // an older kernel, or another place: the metric is absent
        }
    }
}
