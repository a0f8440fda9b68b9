using Bench.Core;

namespace Bench.Reports;

/// <summary>The default style: a table for each workload and size of one run, its rows the backends, the phases apart.</summary>
public static class WorkloadTables
{
    private static readonly string[] s_phasesWithColumn = [Phases.Build, Phases.Compile, Phases.Startup, Phases.Execute, Phases.Total];

    /// <param name="baseline">The backend that ratios divide by; a table without it has no such column.</param>
    public static IReadOnlyList<ReportTable> Of(Summary summary, string baseline) =>
        [.. from workload in summary.WorkloadIds()
            from size in summary.Sizes()
            let cases = summary.Cases.Where(one => one.Workload == workload && one.Size == size && !summary.WasSkipped(one)).ToArray()
            where cases.Length > 0
            select Of(summary, workload, size, cases, baseline)];

    private static ReportTable Of(Summary summary, string workload, string size, CaseId[] cases, string baseline)
    {
        RunHeader header = summary.Run.Header;
        CaseSamples samples = new(summary);
        CaseId[] rows = [.. header.ByClass(cases.Select(static one => one.Backend)).Select(id => new CaseId(workload, size, id))];
        List<(ReportColumn Column, ReportCell[] Cells)> columns =
        [
            (new("backend", ColumnAlignment.Left), [.. rows.Select(static row => new ReportCell(row.Backend))]),
            (new("class", ColumnAlignment.Left), [.. rows.Select(row => new ReportCell(header.Backend(row.Backend).Class.Name()))]),
        ];

        void Add(string name, Func<CaseId, Sample?> read, Func<IEnumerable<double>, Unit> unitOf, Func<Unit, Sample, string> print)
        {
            Sample?[] values = [.. rows.Select(read)];
            if (values.OfType<Sample>().ToArray() is not { Length: > 0 } present)
                return;   // a machine that cannot count instructions gets no empty column
            Unit unit = unitOf(present.Select(static one => one.Median));
            columns.Add((new(unit.After(name)), [.. values.Select(one => one is null ? ReportCell.None : print(unit, one))]));
        }
        void AddTime(string name, Func<CaseId, Sample?> read) => Add(name, read, Unit.OfTimes, static (unit, sample) => unit.Mean(sample));
        void AddBytes(string name, Func<CaseId, Sample?> read) => Add(name, read, Unit.OfBytes, static (unit, sample) => unit.Median(sample));

        if (rows.Any(row => summary.OutcomeOf(row) is not Outcome.Measured))
            columns.Add((new("outcome", ColumnAlignment.Left), [.. rows.Select(row => OutcomeCell(summary, samples, row))]));
        AddTime(Phases.Build, row => samples.WallOfMaking(row, Phases.Build));
        AddTime(Phases.Compile, row => samples.WallOfMaking(row, Phases.Compile));
        AddTime(Phases.Startup, row => samples.Wall(row, Phases.Startup));
        AddTime(Phases.Execute, row => samples.Wall(row, Phases.Execute));
        AddTime(Phases.Total, row => samples.Wall(row, Phases.Total));
        AddTime("user+sys", samples.CpuTime);
        AddBytes("peak RSS", row => samples.OfProcess(row, Metric.PeakRss));
        Add("instructions", row => samples.OfProcess(row, Metric.Instructions), Unit.OfCounts, static (unit, sample) => unit.Median(sample));
        AddBytes("artifact", row => samples.Artifact(row, Metric.ArtifactBytes));
        AddBytes("image", row => samples.Artifact(row, Metric.ImageBytes));
        columns.Add((new("n"), [.. rows.Select(row => samples.Processes(row) is > 0 and int n ? new ReportCell(n.ToString()) : ReportCell.None)]));
        if (samples.Wall(new CaseId(workload, size, baseline), Phases.Execute) is { Mean: > 0 } reference)
            columns.Add((new($"execute ÷ {baseline}"), [.. rows.Select(row => samples.Wall(row, Phases.Execute) is Sample own
                ? Rounding.Significant(own.Mean / reference.Mean, 3)
                : ReportCell.None)]));

        return new ReportTable
        {
            Title = $"{workload}, size {size}",
            Caption = $"Arguments: {ArgumentText.Of(header.Arguments(workload, size))}. {CaptionOf(samples, rows)}",
            Columns = [.. columns.Select(static one => one.Column)],
            Rows = [.. Enumerable.Range(0, rows.Length).Select(row => columns.Select(column => column.Cells[row]).ToArray())],
            Notes = [.. rows.Select(row => OtherPhases(samples, row)).OfType<string>()],
        };
    }

    private static string CaptionOf(CaseSamples samples, CaseId[] rows)
    {
        string range = CountText.Range(rows.Select(samples.Processes));
        if (range.Length == 0)
            return "Nothing was measured.";
        // What is made is not made once a process: its count may be another.
        IEnumerable<string> making = new[] { Phases.Build, Phases.Compile }
            .Select(phase => (Phase: phase, Count: CountText.Range(rows.Select(row => samples.WallOfMaking(row, phase)?.Count ?? 0))))
            .Where(one => one.Count.Length > 0 && one.Count != range).Select(static one => $", {one.Phase} n = {one.Count}");
        return $"Times are mean ± sample standard deviation over {CountText.Processes(rows.Select(samples.Processes))}{string.Concat(making)}; sizes and counts are medians.";
    }

    private static ReportCell OutcomeCell(Summary summary, CaseSamples samples, CaseId row) => summary.OutcomeOf(row) switch
    {
        Outcome.Failed failed => new ReportCell($"Failed: {failed.Cause.Name()}", CellTone.Failed),
        null => $"unfinished, {samples.Processes(row)} of {summary.Run.Header.Options.Processes}",
        _ => "measured",
    };

    /// <summary>Phases that only some backends have: a container's own, and those that a program reports of itself.</summary>
    private static string? OtherPhases(CaseSamples samples, CaseId row)
    {
        string[] others = [.. samples.All(row).Where(static one => one.Metric == Metric.Wall && !s_phasesWithColumn.Contains(one.Phase))
            .Select(static one => (one.Phase, one.Sample, Unit: Unit.OfTimes([one.Sample.Median])))
            .Select(static one => $"{one.Phase} {one.Unit.Mean(one.Sample)} {one.Unit.Name}")];
        return others.Length == 0 ? null : $"{row.Backend}: {string.Join(", ", others)}";
    }
}
