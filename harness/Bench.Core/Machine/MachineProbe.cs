using System.Diagnostics;
using System.Globalization;

namespace Bench.Core;

/// <summary>Reads from this machine what <see cref="MachineChecks"/> judges.</summary>
public static class MachineProbe
{
    private static readonly TimeSpan s_sample = TimeSpan.FromMilliseconds(500);

    /// <param name="launcher">Null where no C compiler is ready.</param>
    public static async Task<IReadOnlyList<MachineCheck>> RunAsync(MachineInfo machine, string? launcher, CancellationToken ct)
    {
        bool virtualised = machine.Hypervisor.Length > 0;
        // First: what follows makes load of its own.
        string load = Text("/proc/loadavg"), before = FirstLine("/proc/stat");
        await Task.Delay(s_sample, ct);
        string after = FirstLine("/proc/stat");
        int? core = Affinity.ChooseCore();
        return
        [
            MachineChecks.Load(load, machine.Cores),
            MachineChecks.Steal(before, after),
            MachineChecks.Quota(Quota(), machine.Cores),
            MachineChecks.Frequency(NullIfEmpty(Text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").Trim()), Turbo(), virtualised),
            MachineChecks.Pinning(core, core is null ? "" : await AllowedAsync(core.Value, ct)),
            MachineChecks.Counters(launcher is null ? null : await CountsAsync(launcher, ct), Text("/proc/sys/kernel/perf_event_paranoid"), virtualised),
            MachineChecks.Swap(Text("/proc/meminfo")),
            MachineChecks.Clock(ClockStep(), Text("/sys/devices/system/clocksource/clocksource0/current_clocksource")),
            MachineChecks.SocketBuffers(Text("/proc/sys/net/core/rmem_max"), Text("/proc/sys/net/core/wmem_max")),
        ];
    }

    private static async Task<string> AllowedAsync(int core, CancellationToken ct)
    {
        Execution execution = await ChildProcess.RunAsync(Command.Of("grep", "Cpus_allowed_list", "/proc/self/status"),
            ExecutionOptions.Default with { Core = core }, logsToStdout: false, ct);
        return execution.Output.Head.Split(':', 2)[^1];
    }

    private static async Task<bool> CountsAsync(string launcher, CancellationToken ct)
    {
        Execution execution = await ChildProcess.RunAsync(Command.Of("true"), ExecutionOptions.Default with { Launcher = launcher }, logsToStdout: false, ct);
        return execution.Readings.Any(static reading => reading.Metric == Metric.Instructions);
    }

    private static bool? Turbo() => (Text("/sys/devices/system/cpu/intel_pstate/no_turbo").Trim(), Text("/sys/devices/system/cpu/cpufreq/boost").Trim()) switch
    {
        ("0", _) or (_, "1") => true,
        ("1", _) or (_, "0") => false,
        _ => null,
    };

    private static double? Quota()
    {
        if (Text("/sys/fs/cgroup/cpu.max").Split(' ') is [string max, string period] && max != "max")
            return double.Parse(max, CultureInfo.InvariantCulture) / double.Parse(period, CultureInfo.InvariantCulture);
        return double.TryParse(Text("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), NumberStyles.Integer, CultureInfo.InvariantCulture, out double quota) && quota > 0
            && double.TryParse(Text("/sys/fs/cgroup/cpu/cpu.cfs_period_us"), NumberStyles.Integer, CultureInfo.InvariantCulture, out double each)
            ? quota / each
            : null;
    }

    private static long ClockStep()
    {
        long least = long.MaxValue;
        for (int i = 0; i < 10_000; i++)
        {
            long begin = Stopwatch.GetTimestamp(), end = begin;
            while (end == begin)
                end = Stopwatch.GetTimestamp();
            least = Math.Min(least, end - begin);
        }
        return least * 1_000_000_000 / Stopwatch.Frequency;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string FirstLine(string file) => Text(file).Split('\n')[0];

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";   // not every kernel shows every file; each check says what it could not see
        }
    }
}
