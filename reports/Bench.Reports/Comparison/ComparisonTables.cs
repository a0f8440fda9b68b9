using Bench.Core;

namespace Bench.Reports;

/// <summary>A comparison as tables, for whatever can render tables.</summary>
public static class ComparisonTables
{
    /// <summary>All of them: what is compared, which machines failed, then for each size the blocks, ratios, orders and prices.</summary>
    public static IReadOnlyList<ReportTable> Of(Comparison comparison) =>
        [Compared(comparison), .. comparison.Failures.Select(FailedMachineTable.Of), .. comparison.Sizes.SelectMany(size => Blocks(comparison, size).Concat(RatioTables.Means(comparison, size)).Concat(RatioTables.Workloads(comparison, size))
            .Concat(RankingTables.Means(comparison, size)).Concat(RankingTables.Workloads(comparison, size))
            .Concat(PriceTables.Standings(comparison, size)).Concat(PriceTables.Executions(comparison, size)))];

    /// <summary>Without what is apart for each workload but the blocks: enough for a console.</summary>
    public static IReadOnlyList<ReportTable> Main(Comparison comparison) =>
        [Compared(comparison), .. comparison.Failures.Select(FailedMachineTable.Of), .. comparison.Sizes.SelectMany(size => Blocks(comparison, size).Concat(RatioTables.Means(comparison, size))
            .Concat(RankingTables.Means(comparison, size)).Concat(PriceTables.Standings(comparison, size)))];

    private static ReportTable Compared(Comparison comparison) => new()
    {
        Title = "What is compared",
        Columns = [.. new[] { "name", "machine", "id", "processor", "cores", "memory", "system", "kernel", "commit", "measured" }
            .Select(static name => new ReportColumn(name, name is "cores" or "memory" ? ColumnAlignment.Right : ColumnAlignment.Left))],
        Rows = [.. comparison.Columns.Select(static column => Row(column))],
        Notes = [.. ComparisonNotes.Of(comparison)],
    };

    private static ReportCell[] Row(ComparisonColumn column)
    {
        MachineInfo machine = column.Machine;
        string kind = string.Join(", ", new[] { machine.InstanceType, machine.Cloud, machine.Region }.OfType<string>());
        return
        [
            column.Name, kind.Length > 0 ? ColumnNames.Line(kind) : machine.Hypervisor.Length > 0 ? ColumnNames.Line(machine.Hypervisor) : ReportCell.None, MachineId.Of(machine), ColumnNames.Line(machine.Cpu),
            machine.Cores.ToString(), Unit.Bytes(machine.MemoryBytes), ColumnNames.Line(machine.System), ColumnNames.Line(machine.Kernel), ColumnNames.CommitName(column.Runs[0]),
            string.Join(", ", column.Runs.Select(static run => $"{run.Header.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm}")),
        ];
    }

    /// <summary>A block for each column, in the published layout.</summary>
    private static IEnumerable<ReportTable> Blocks(Comparison comparison, ComparedSize size) =>
        from column in comparison.Columns
        let cases = column.Runs.SelectMany(run => PaperCase.Of(run.Summary, run.Summary.ComparedPhase)).Where(one => one.Case.Size == size.Name && !one.IsSkipped).ToArray()
        where cases.Length > 0
        select PaperTable.Of(column.Title, cases);
}
