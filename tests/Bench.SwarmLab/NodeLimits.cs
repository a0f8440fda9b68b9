using System.Globalization;
using Bench.Backends.Docker;

namespace Bench.Lab;

/// <summary>Makes the control group of a machine of the laboratory, around all its containers.</summary>
internal static class NodeLimits
{
    private const string Mount = "/sys/fs/cgroup";
    private const int PeriodUs = 100_000;

    internal static void Set(string group, SwarmNodeOptions options)
    {
        if (options.Cores is null && options.CpuQuota is null)
            return;
        string? quotaUs = options.CpuQuota is double quota ? ((long)(quota * PeriodUs)).ToString(CultureInfo.InvariantCulture) : null;
        if (File.Exists($"{Mount}/cgroup.controllers"))
        {
            File.WriteAllText($"{Mount}/cgroup.subtree_control", "+cpu +cpuset");
            Directory.CreateDirectory(Mount + group);
            Write(Mount + group, "cpuset.cpus", options.Cores);
            Write(Mount + group, "cpu.max", quotaUs is null ? null : $"{quotaUs} {PeriodUs}");
            return;
        }
        Cgroups.PrepareCores(group);
        Write($"{Mount}/cpuset{group}", "cpuset.cpus", options.Cores);
        Directory.CreateDirectory($"{Mount}/cpu{group}");
        Write($"{Mount}/cpu{group}", "cpu.cfs_quota_us", quotaUs);
    }

    private static void Write(string folder, string file, string? value)
    {
        if (value is not null)
            File.WriteAllText(Path.Combine(folder, file), value);
    }
}
