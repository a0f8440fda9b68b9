using Bench.Core;

namespace Bench.Reports;

/// <summary>The style of the published table: a block for each machine and size, from one run or several.</summary>
public static class PaperTables
{
    /// <exception cref="UsageException">Runs of one machine cannot stand in one block.</exception>
    public static IReadOnlyList<ReportTable> Of(IReadOnlyList<Summary> runs, string phase = Phases.Total) =>
        [.. Blocks(runs, phase: phase).Select(PaperTable.Of)];

    /// <param name="extrapolate">Whether cells may be filled by <see cref="Extrapolation"/>.</param>
    public static IReadOnlyList<PaperBlock> Blocks(IReadOnlyList<Summary> runs, bool extrapolate = false, string phase = Phases.Total)
    {
        IGrouping<MachineInfo, Summary>[] machines = [.. runs.GroupBy(static run => run.Run.Header.Machine)];
        return [.. from machine in machines
            let title = TitleOf(machine.Key, machines)
            let all = machine.SelectMany(run => PaperCase.Of(run, phase).Where(one => !run.UsesAllCores(one.Case))).Where(static one => one.Runtime.Class != BackendClass.Library).ToArray()
            from size in machine.SelectMany(static run => run.Sizes()).Distinct()
            let cases = all.Where(one => one.Case.Size == size).ToArray()
            where cases.Any(static one => !one.IsSkipped)
            select new PaperBlock(title, size, cases)
            {
                Extrapolations = extrapolate ? Extrapolation.Of(size, all) : [],
                Remarks = [.. Likeness(machine.Key, machines), .. machine.SelectMany(RunRemarks).Distinct()],
            }];
    }

    // Two machines with the same processor must not look like one.
    private static string TitleOf(MachineInfo machine, IGrouping<MachineInfo, Summary>[] all) =>
        all.Count(other => other.Key.ToString() == machine.ToString()) == 1
            ? machine.ToString()
            : $"{machine}, {Unit.Bytes(machine.MemoryBytes)}, {machine.System}, kernel {machine.Kernel}";

    private static IEnumerable<string> Likeness(MachineInfo machine, IGrouping<MachineInfo, Summary>[] all) =>
        from other in all
        where other.Key != machine && other.Key.Cpu == machine.Cpu
        let differences = new[]
        {
            Difference("label", machine.Label ?? "", other.Key.Label ?? ""), Difference("instance type", machine.InstanceType ?? "", other.Key.InstanceType ?? ""),
            Difference("region", machine.Region ?? "", other.Key.Region ?? ""), Difference("cores", machine.Cores.ToString(), other.Key.Cores.ToString()), Difference("memory", Unit.Bytes(machine.MemoryBytes), Unit.Bytes(other.Key.MemoryBytes)),
            Difference("kernel", machine.Kernel, other.Key.Kernel), Difference("system", machine.System, other.Key.System),
            Difference("host", machine.Hypervisor, other.Key.Hypervisor), Difference("architecture", machine.Architecture, other.Key.Architecture),
        }.OfType<string>()
        select $"{FindingMarks.Mark} another block has the same processor but not the same machine ({string.Join("; ", differences)}): no number is averaged over both, and a difference between them need not be the runtimes'";

    private static string? Difference(string what, string here, string there) => here == there ? null : $"{what}: here {Named(here)}, there {Named(there)}";

    private static string Named(string value) => value.Length == 0 ? "none named" : value;

    /// <summary>Doubts about a run as a whole.</summary>
    private static IEnumerable<string> RunRemarks(Summary run) =>
        run.Findings.Where(static one => one.Case is null).Select(static one => $"{FindingMarks.Mark} {FindingList.Line(one)}");
}
