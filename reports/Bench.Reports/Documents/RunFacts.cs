using Bench.Core;

namespace Bench.Reports;

/// <summary>What was run where and how, in a few lines.</summary>
public static class RunFacts
{
    public static IEnumerable<(string Name, string Value)> Of(RunRecord run)
    {
        RunHeader header = run.Header;
        MachineInfo machine = header.Machine;
        RunOptions options = header.Options;
        yield return ("Started", $"{header.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        yield return ("Bench", header.Commit.Length > 0 ? $"{header.BenchVersion}, commit {header.Commit}" : header.BenchVersion);
        yield return ("Machine", $"{machine.Architecture}, {Unit.Bytes(machine.MemoryBytes)} of memory, "
            + $"{machine.System}, kernel {machine.Kernel}{(machine.Hypervisor.Length > 0 ? $", on {machine.Hypervisor}" : "")}");
        yield return ("Options", $"suite {options.Suite}, {CountText.Of(options.Processes, "process", "processes")} a case, timeout {options.CaseTimeout.TotalSeconds:0.###} s, "
            + $"memory limit {options.MemoryLimitBytes >> 20} MiB, "
            + (options.PinnedCore is int core ? $"pinned to core {core}" : "not pinned")
            + (options.Budget is TimeSpan budget ? $", budget {budget.TotalMinutes:0.###} min" : "")
            + $", seed {header.Seed}");
    }
}
