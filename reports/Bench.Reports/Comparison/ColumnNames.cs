using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Reports;

/// <summary>Short names for the machines and commits of a comparison, no two alike.</summary>
internal static partial class ColumnNames
{
    private const int Longest = 64, CommitDigits = 10;

    /// <summary>In what two columns of one name may differ, from what a reader knows to what only this program does.</summary>
    private static readonly Func<ComparedRun, string>[] s_particulars =
    [
        static run => CountText.Of(run.Header.Machine.Cores, "core", "cores"),
        static run => Unit.Bytes(run.Header.Machine.MemoryBytes),
        static run => run.Header.Machine.Region ?? "no region",
        static run => run.Header.Machine.System,
        static run => $"kernel {run.Header.Machine.Kernel}",
        static run => MachineId.Of(run.Header.Machine),
        static run => $"{run.Header.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
        static run => run.Name,
    ];

    /// <param name="firsts">The first run of each column.</param>
    internal static string[] Of(IReadOnlyList<ComparedRun> firsts, ComparisonAxis axis)
    {
        bool oneMachine = firsts.Select(static run => MachineId.Of(run.Header.Machine)).Distinct().Count() == 1;
        bool oneCommit = firsts.Select(static run => run.Header.Commit).Distinct().Count() == 1;
        string[] names = [.. firsts.Select(run => Line(axis switch
        {
            ComparisonAxis.Machine => MachineName(run.Header.Machine),
            ComparisonAxis.Commit => oneMachine ? CommitName(run) : $"{MachineName(run.Header.Machine)} @ {CommitName(run)}",
            ComparisonAxis.Type => (run.Partial is null ? TypeName(run) : MachineName(run.Header.Machine)) + (oneCommit ? "" : $" @ {CommitName(run)}"),
            _ => throw new ArgumentOutOfRangeException(nameof(axis)),
        }))];
        foreach (int[] alike in Enumerable.Range(0, names.Length).GroupBy(index => names[index]).Select(static group => group.ToArray()).Where(static group => group.Length > 1))
            foreach (Func<ComparedRun, string> particular in s_particulars)
            {
                string[] longer = [.. alike.Select(index => $"{names[index]}, {Line(particular(firsts[index]))}")];
                if (longer.Distinct().Count() < longer.Length)
                    continue;
                foreach ((int index, string name) in alike.Zip(longer))
                    names[index] = name;
                break;
            }
        return [.. names.Select((name, index) => names.Take(index).Contains(name) ? $"{name} ({index + 1})" : name)];
    }

    /// <param name="machines">The first run of each.</param>
    internal static string Title(string name, IReadOnlyList<ComparedRun> machines)
    {
        MachineInfo machine = machines[0].Header.Machine;
        IEnumerable<string> particulars = new[]
        {
            machine.InstanceType, machines.Count > 1 ? $"{machines.Count} machines" : null,
            string.Join(" or ", machines.Select(static one => ShortCpu(one.Header.Machine.Cpu)).Distinct()), CountText.Of(machine.Cores, "core", "cores"),
        }.OfType<string>().Select(Line).Where(part => !name.Contains(part, StringComparison.Ordinal));
        string text = string.Join(", ", particulars);
        return text.Length > 0 ? $"{name} ({text})" : name;
    }

    /// <summary>What a person rents; where nobody said, the machine itself.</summary>
    internal static string TypeName(ComparedRun run) => run.Header.Machine.InstanceType ?? MachineName(run.Header.Machine);

    internal static string CommitName(ComparedRun run) => CommitName(run.Header.Commit);

    /// <summary>Short, with <c>+</c> for uncommitted changes.</summary>
    internal static string CommitName(string commit) => commit.TrimEnd('+') is { Length: > 0 } digits
        ? (digits.Length > CommitDigits ? digits[..CommitDigits] : digits) + (commit.EndsWith('+') ? "+" : "")
        : "no commit";

    /// <summary>From a file that anybody may have written: one printable line of a bearable length.</summary>
    internal static string Line(string text) => OutcomeText.OneLine(text) is { Length: > Longest } line ? line[..Longest] + "…" : OutcomeText.OneLine(text);

    internal static string ShortCpu(string cpu) => Spaces().Replace(Marks().Replace(cpu, " "), " ").Trim();

    private static string MachineName(MachineInfo machine) => machine.Label ?? machine.InstanceType ?? ShortCpu(machine.Cpu);

    // What Intel and AMD write around the model.
    [GeneratedRegex(@"\((R|TM|r|tm)\)|\bCPU\b|\bProcessor\b|@ *[0-9.]+ *GHz")]
    private static partial Regex Marks();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
