using System.Globalization;

namespace Bench.Core;

/// <summary>What each reading of the machine means. Pure: given the contents of the kernel's files, not the machine.</summary>
public static class MachineChecks
{
    // What makers of QUIC libraries advise.
    private const long EnoughForQuic = 2_500_000;

    /// <param name="text"><c>/proc/loadavg</c>.</param>
    public static MachineCheck Load(string text, int cores)
    {
        double load = KernelText.Load(text) ?? 0;
        return new MachineCheck("load", $"{load:0.00} over the last minute, {cores} {(cores == 1 ? "core" : "cores")}", load > 0.5 * cores
            ? "other programs are at work: end them, or wait until the load has fallen below half a core for each core"
            : null);
    }

    /// <param name="before">The first line of <c>/proc/stat</c>.</param>
    /// <param name="after">The same a moment later.</param>
    public static MachineCheck Steal(string before, string after)
    {
        if (ProcessorTimes.Parse(before) is not ProcessorTimes begin || ProcessorTimes.Parse(after)?.Since(begin) is not (double share, double busy))
            return new MachineCheck("steal", "not visible");
        return new MachineCheck("steal", $"{100 * share:0.0} % of the time taken by the host, {100 * busy:0} % busy, in a short sample",
            share > 0.01 ? "neighbours on the same host take time away: measure at another hour, or on a machine type with cores of its own" : null);
    }

    /// <param name="governor">Of the first core; null where the kernel shows none.</param>
    /// <param name="turbo">Whether the processor may clock above its nominal frequency; null where that is not visible.</param>
    public static MachineCheck Frequency(string? governor, bool? turbo, bool virtualised)
    {
        string shown = (governor, turbo) switch
        {
            (null, null) => virtualised ? "not visible in this virtual machine" : "not visible",
            _ => $"governor {governor ?? "not visible"}, turbo {turbo switch { true => "on", false => "off", null => "not visible" }}",
        };
        string? doubt = governor is not (null or "performance") ? $"the governor '{governor}' changes the frequency while programs run: cpupower frequency-set -g performance"
            : turbo == true ? "turbo lets short programs run faster than long ones: switch it off where that matters"
            : null;
        return new MachineCheck("frequency", shown, doubt);
    }

    /// <param name="core">The core that was asked for; null where there is only one.</param>
    /// <param name="allowed"><c>Cpus_allowed_list</c> of a process that was started pinned.</param>
    public static MachineCheck Pinning(int? core, string allowed) => core switch
    {
        null => new MachineCheck("pinning", "one core only: nothing to choose from", "the harness runs beside what it measures: use a machine with two cores or more"),
        int wanted when allowed.Trim() == wanted.ToString(CultureInfo.InvariantCulture) => new MachineCheck("pinning", $"works: programs run on core {wanted}"),
        _ => new MachineCheck("pinning", $"refused: asked for core {core}, got {allowed.Trim()}", "programs may move between cores: allow sched_setaffinity to this process"),
    };

    /// <param name="works">Null where there is no C compiler for the launcher, which reads them.</param>
    /// <param name="paranoid"><c>/proc/sys/kernel/perf_event_paranoid</c>.</param>
    public static MachineCheck Counters(bool? works, string paranoid, bool virtualised) => works switch
    {
        true => new MachineCheck("counters", "instructions and cycles of user space can be counted"),
        null => new MachineCheck("counters", "not tried: the launcher needs a C compiler", "install one: ./bench setup"),
        false when int.TryParse(paranoid.Trim(), out int level) && level > 2 =>
            new MachineCheck("counters", $"not permitted (kernel.perf_event_paranoid is {level})", "as root: sysctl kernel.perf_event_paranoid=2"),
        false => new MachineCheck("counters", virtualised ? "this virtual machine has none" : "none, or not permitted in this container",
            "instructions and cycles will be absent: choose a machine type that passes the counters on, if you need them"),
    };

    /// <param name="meminfo"><c>/proc/meminfo</c>.</param>
    public static MachineCheck Swap(string meminfo)
    {
        long total = KernelText.Kibibytes(meminfo, "SwapTotal"), used = total - KernelText.Kibibytes(meminfo, "SwapFree"), available = KernelText.Kibibytes(meminfo, "MemAvailable");
        string shown = total == 0 ? "none" : $"{used >> 10} of {total >> 10} MiB in use";
        string? doubt = used > 0 ? "memory has been moved to disk: end other programs, then swapoff -a && swapon -a as root"
            : available < 2 << 20 ? $"only {available >> 10} MiB of memory are free: large workloads may not fit"
            : null;
        return new MachineCheck("swap", $"{shown}; {available >> 10} MiB of memory free", doubt);
    }

    /// <param name="stepNs">The smallest difference between two readings of the monotonic clock.</param>
    /// <param name="source">The kernel's clock source; empty where it is not shown.</param>
    public static MachineCheck Clock(long stepNs, string source)
    {
        string name = source.Trim();
        string? doubt = stepNs > 1000 ? $"the clock moves in steps of {stepNs} ns: short phases cannot be told apart"
            : name is "hpet" or "acpi_pm" or "jiffies" ? $"the clock source {name} is slow to read: boot with clocksource=tsc where the processor has a stable one"
            : null;
        return new MachineCheck("clock", $"steps of {stepNs} ns{(name.Length == 0 ? "" : $", source {name}")}", doubt);
    }

    /// <param name="quota">CPU time per period of this control group, in cores; null when unlimited.</param>
    public static MachineCheck Quota(double? quota, int cores) => quota is null
        ? new MachineCheck("quota", "no limit on processor time")
        : new MachineCheck("quota", $"{quota:0.##} of {cores} cores",
            quota < cores ? "a container's limit stops programs in the middle of a period: give it whole cores (cpuset) in place of a quota" : null);

    /// <param name="receive"><c>/proc/sys/net/core/rmem_max</c>: what a socket may ask for, in bytes; empty where the kernel hides it.</param>
    /// <param name="send"><c>/proc/sys/net/core/wmem_max</c>.</param>
    public static MachineCheck SocketBuffers(string receive, string send)
    {
        if (!long.TryParse(receive.Trim(), out long most) || !long.TryParse(send.Trim(), out long mostSent))
            return new MachineCheck("socket-buffers", "not visible");
        List<string> settings = [];
        if (most < EnoughForQuic)
            settings.Add($"net.core.rmem_max={EnoughForQuic}");
        if (mostSent < EnoughForQuic)
            settings.Add($"net.core.wmem_max={EnoughForQuic}");
        return new MachineCheck("socket-buffers", $"up to {most} bytes to receive, {mostSent} to send",
            settings.Count == 0 ? null : $"QUIC loses datagrams in bursts: as root: sysctl {string.Join(' ', settings)}");
    }
}
