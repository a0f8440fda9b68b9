using Bench.Core;

namespace Bench.Reports;

/// <summary>A comparison as tables, for whatever can render tables.</summary>
public static class ComparisonTables
{
    /// <summary>All of them: what is compared, which machines failed, then for each size the blocks, ratios, orders and prices.</summary>
    public static IReadOnlyList<ReportTable> Of(Comparison comparison) =>
        [Compared(comparison), .. comparison.Failures.Select(FailedMachineTable.Of), .. comparison.Sizes.SelectMany(size => Blocks(comparison, size).Concat(TypeTables.Of(comparison, size))
            .Concat(RatioTables.Means(comparison, size)).Concat(RatioTables.Workloads(comparison, size))
            .Concat(RankingTables.Means(comparison, size)).Concat(RankingTables.Workloads(comparison, size))
            .Concat(PriceTables.Standings(comparison, size)).Concat(PriceTables.Executions(comparison, size)))];

    /// <summary>Without what is apart for each workload but the blocks: enough for a console.</summary>
    public static IReadOnlyList<ReportTable> Main(Comparison comparison) =>
        [Compared(comparison), .. comparison.Failures.Select(FailedMachineTable.Of), .. comparison.Sizes.SelectMany(size => Blocks(comparison, size).Concat(TypeTables.Main(comparison, size))
            .Concat(RatioTables.Means(comparison, size)).Concat(RankingTables.Means(comparison, size)).Concat(PriceTables.Standings(comparison, size)))];

    private static ReportTable Compared(Comparison comparison) => new()
    {
        Title = "What is compared",
        Columns = [.. new[] { "name", "machine", comparison.Replicates == Replicates.Machines ? "machines" : "id", "processor", "cores", "memory", "system", "kernel", "commit", "measured" }
            .Select(static name => new ReportColumn(name, name is "machines" or "cores" or "memory" ? ColumnAlignment.Right : ColumnAlignment.Left))],
        Rows = [.. comparison.Columns.Select(Row)],
        Notes = [.. ComparisonNotes.Of(comparison)],
    };

    private static ReportCell[] Row(ComparisonColumn column)
    {
        return
        [
            column.Name, OneOrAll(Kind), column.Replicates == Replicates.Machines ? column.Machines.Count.ToString() : MachineId.Of(column.Machine), OneOrAll(static machine => ColumnNames.Line(machine.Cpu)),
            OneOrAll(static machine => machine.Cores.ToString()), OneOrAll(static machine => Unit.Bytes(machine.MemoryBytes)), OneOrAll(static machine => ColumnNames.Line(machine.System)),
            OneOrAll(static machine => ColumnNames.Line(machine.Kernel)), ColumnNames.CommitName(column.Commit), Days(column),
        ];

        string OneOrAll(Func<MachineInfo, string> fact) => string.Join("; ", column.Machines.Select(machine => fact(machine.Info)).Distinct());
    }

    private static string Kind(MachineInfo machine)
    {
        string kind = string.Join(", ", new[] { machine.InstanceType, machine.Cloud, machine.Region }.OfType<string>());
        return kind.Length > 0 ? ColumnNames.Line(kind) : machine.Hypervisor.Length > 0 ? ColumnNames.Line(machine.Hypervisor) : ReportCell.None.Text;
    }

    private static string Days(ComparisonColumn column)
    {
        string[] moments = [.. column.Runs.Select(static run => $"{run.Header.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm}")];
        return column.Machines.Count == 1 ? string.Join(", ", moments) : moments.Min() == moments.Max() ? moments[0] : $"{moments.Min()} to {moments.Max()}";
    }

    /// <summary>A block for each column, in the published layout.</summary>
    private static IEnumerable<ReportTable> Blocks(Comparison comparison, ComparedSize size) =>
        from column in comparison.Columns
        let block = column.Replicates == Replicates.Machines ? TypeTables.Block(column, size) : new PaperBlock(column.Title, size.Name, [.. column.Machines[0].PaperCases(size.Name)])
        where block.Cases.Count > 0
        select PaperTable.Of(block);
}
