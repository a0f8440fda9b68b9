using Bench.Core;

namespace Bench.Reports;

/// <summary>The style of the published table: a block for each machine and size, from one run or several.</summary>
public static class PaperTables
{
    /// <exception cref="UsageException">Runs of one machine cannot stand in one block.</exception>
    public static IReadOnlyList<ReportTable> Of(IReadOnlyList<Summary> runs, string phase = Phases.Total)
    {
        IGrouping<MachineInfo, Summary>[] machines = [.. runs.GroupBy(static run => run.Run.Header.Machine)];
        return [.. from machine in machines
            let title = TitleOf(machine.Key, machines)
            from size in machine.SelectMany(static run => run.Sizes()).Distinct()
            let cases = machine.SelectMany(run => PaperCase.Of(run, phase)).Where(one => one.Case.Size == size).ToArray()
            where cases.Any(static one => !one.IsSkipped)
            select PaperTable.Of(title, cases)];
    }

    // Two machines with the same processor must not look like one.
    private static string TitleOf(MachineInfo machine, IGrouping<MachineInfo, Summary>[] all) =>
        all.Count(other => other.Key.ToString() == machine.ToString()) == 1
            ? machine.ToString()
            : $"{machine}, {Unit.Bytes(machine.MemoryBytes)}, {machine.System}, kernel {machine.Kernel}";
}
