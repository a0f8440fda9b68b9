using Bench.Core;

namespace Bench.Reports;

/// <summary>What is shown of machines that stand together for their type.</summary>
internal static class TypeTables
{
    /// <summary>More of them are in the files only.</summary>
    private const int MostOnConsole = 16;

    /// <summary>The published layout with means over machines; what not all machines measured is said below.</summary>
    internal static PaperBlock Block(ComparisonColumn column, ComparedSize size)
    {
        IGrouping<CaseId, (ComparedMachine Machine, PaperCase Case)>[] cases = [.. column.Machines
            .SelectMany(machine => machine.PaperCases(size.Name).Select(one => (Machine: machine, Case: one))).GroupBy(static one => one.Case.Case)];
        return new PaperBlock(column.Title, size.Name, [.. cases.Select(same => Together([.. same], column.Machines.Count))])
        {
            Replicates = Replicates.Machines,
            Remarks =
            [
                "One value a machine: the mean of its processes.",
                .. from same in cases
                   let measured = same.Count(static one => IsMeasured(one.Case))
                   where measured > 0 && measured < column.Machines.Count
                   orderby same.Key.ToString()
                   select $"{same.Key.Workload} on {same.First().Case.Runtime.Title} is of {measured} of the {column.Machines.Count} machines{Failures(same)}.",
            ],
        };
    }

    /// <summary>Each machine beside the middle of its type.</summary>
    internal static IEnumerable<ReportTable> Of(Comparison comparison, ComparedSize size)
    {
        (ComparisonColumn Column, IReadOnlyList<(ComparedMachine Machine, MedianProduct Ratio)> Machines)[] types =
            [.. comparison.Columns.Select(column => (column, comparison.BesideType(column, size))).Where(static one => one.Item2.Count > 0)];
        if (types.Length == 0)
            yield break;
        yield return new ReportTable
        {
            Title = $"Size {size.Name}: machines beside the middle of their type",
            Caption = "Median wall time divided by that of the machine in the middle (of an even number, by the geometric mean of the two there), geometric mean over the cases that all machines of the type measured: below 1 is faster. "
                + $"{RatioTables.Brackets} They hold what differs between processes: where one excludes 1, it is the machine that differs, or its neighbours.",
            Columns = [new("type", ColumnAlignment.Left), new("machine", ColumnAlignment.Left), new("machine ÷ middle"), new("it is", ColumnAlignment.Left)],
            Rows = [.. from type in types
                from one in type.Machines.OrderBy(static one => one.Ratio.Value)
                select new ReportCell[] { type.Column.Name, one.Machine.Name, EstimateText.OfRatio(one.Ratio.Estimate), one.Ratio.Judge().Name(Replicates.Processes) }],
            Notes = [.. types.Select(static type =>
                $"{type.Column.Name}: the slowest of {type.Machines.Count} machines takes {Rounding.Significant(type.Machines.Max(static one => one.Ratio.Value) / type.Machines.Min(static one => one.Ratio.Value), 4)} times as long as the fastest.")],
        };
    }

    /// <summary>The same where a console has room for it.</summary>
    internal static IEnumerable<ReportTable> Main(Comparison comparison, ComparedSize size) => Of(comparison, size).Where(static table => table.Rows.Count <= MostOnConsole);

    private static PaperCase Together(IReadOnlyList<(ComparedMachine Machine, PaperCase Case)> same, int machines)
    {
        PaperCase[] measured = [.. same.Select(static one => one.Case).Where(IsMeasured)];
        if (measured.Length == 0)
            return same[0].Case;
        string[] doubted = [.. measured.SelectMany(static one => one.Findings.Select(static finding => finding.Id).Distinct())];
        return measured[0] with
        {
            Outcome = new Outcome.Measured(measured[0].Case, measured.Sum(static one => one.Wall!.Count)),
            Wall = new Sample(measured.Select(static one => one.Wall!.Mean)),
            Compile = measured.Select(static one => one.Compile).OfType<Sample>().ToArray() is { Length: > 0 } compiled ? new Sample(compiled.Select(static one => one.Median)) : null,
            Findings = doubted.Length > 0 ? [new DoubtedMachines(measured[0].Case, [.. doubted.CountBy(static id => id).OrderBy(static one => one.Key, StringComparer.Ordinal)], machines)] : [],
        };
    }

    private static bool IsMeasured(PaperCase one) => one.Wall is not null && one.Outcome is not Outcome.Failed;

    private static string Failures(IEnumerable<(ComparedMachine Machine, PaperCase Case)> same) => string.Concat(
        from one in same
        where one.Case.Outcome is Outcome.Failed
        let failed = (Outcome.Failed)one.Case.Outcome!
        select $"; failed on {one.Machine.Name}: {failed.Cause.Name()}: {OutcomeText.OneLine(failed.Error)}");

    /// <summary>What the runs of some machines say against their own numbers, whose words are about one machine each.</summary>
    private sealed record DoubtedMachines(CaseId One, IReadOnlyList<KeyValuePair<string, int>> Kinds, int Machines) : Finding(One)
    {
        public override string Id => "doubted-machines";
        public override string Text => $"doubted by the runs of machines: {string.Join(", ", Kinds.Select(kind => $"{kind.Key} on {kind.Value} of {Machines}"))}";
        public override string Advice => "./bench report of such a run has the numbers behind it";
    }
}
