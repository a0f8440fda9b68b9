using Bench.Core;

namespace Bench.Reports;

/// <summary>The default style of whole programs: for each workload and size of one run a table of times with their precision, and one of phases and resources; rows are the backends.</summary>
public static class WorkloadTables
{
    private static readonly string[] s_phasesWithColumn = [Phases.Build, Phases.Compile, Phases.Startup, Phases.Execute, Phases.Total];

    // They have tables of their own.
    private static readonly string[] s_phasesElsewhere = [Phases.Iterate, Phases.FirstOutput, .. ImagePhases.All];

    /// <param name="baseline">The backend that ratios divide by; a table without it has no such column.</param>
    public static IReadOnlyList<ReportTable> Of(Summary summary, string baseline)
    {
        CaseSamples samples = new(summary);
        FindingMarks marks = new(summary);
        ILookup<(string Workload, string Size), CaseId> run = summary.Cases.Where(one => !summary.WasSkipped(one) && summary.IsProgram(one)).ToLookup(static one => (one.Workload, one.Size));
        return [.. from workload in summary.WorkloadIds()
            from size in summary.Sizes()
            let cases = run[(workload, size)].ToArray()
            where cases.Length > 0
            let rows = summary.Run.Header.ByClass(cases.Select(static one => one.Backend)).Select(id => new CaseId(workload, size, id)).ToArray()
            from table in new[] { Times(summary, samples, marks, rows, baseline), Resources(summary, samples, marks, rows) }
            select table];
    }

    private static ReportTable Times(Summary summary, CaseSamples samples, FindingMarks marks, CaseId[] rows, string baseline)
    {
        RunHeader header = summary.Run.Header;
        (string workload, string size) = (rows[0].Workload, rows[0].Size);
        CaseId reference = new(workload, size, baseline);
        TableColumns columns = Begun(summary, samples, marks, rows);
        bool anyInterval = false;
        foreach (string phase in (string[])[Phases.Execute, Phases.Total])
        {
            Estimate?[] medians = [.. rows.Select(row => summary.Median(row, phase, Metric.Wall))];
            if (medians.OfType<Estimate>().ToArray() is not { Length: > 0 } present)
                continue;
            anyInterval |= present.Any(static one => one.Interval is not null);
            Unit unit = Unit.OfTimes(present.Select(static one => one.Value));
            columns.Add(unit.After(phase), row => summary.Median(row, phase, Metric.Wall) is Estimate median ? unit.Estimated(median) : null);
            columns.Add(unit.After($"{phase} min"), row => samples.Wall(row, phase) is Sample sample ? unit.Minimum(sample) : null);
            columns.Add($"{phase} ÷ {baseline}", row => summary.Ratio(row, reference, phase, Metric.Wall) is Estimate ratio
                ? row == reference ? "1" : Rounding.WithInterval(ratio.Value, ratio.Interval)
                : null);
        }
        columns.AddAlways("n", row => samples.Processes(row) is > 0 and int n ? n.ToString() : null);
        string counts = CountText.Processes(rows.Select(samples.Processes));
        string precision = counts.Length == 0 ? "Nothing was measured."
            : anyInterval ? $"Median wall time [95 % interval] over {counts}; ratios are of medians."
            : $"Median wall time over {counts}, too few for an interval; ratios are of medians.";
        return columns.Table($"{workload}, size {size}", $"Arguments: {ArgumentText.Of(header.Arguments(workload, size))}. {precision}",
            marks.Notes(rows, static one => one.Backend));
    }

    private static ReportTable Resources(Summary summary, CaseSamples samples, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = Begun(summary, samples, marks, rows);
        void Add(string name, Func<CaseId, Sample?> read, Func<IEnumerable<double>, Unit> unitOf, Func<Unit, Sample, string> print)
        {
            Dictionary<CaseId, Sample> values = rows.Select(row => (row, Sample: read(row))).Where(static one => one.Sample is not null).ToDictionary(static one => one.row, static one => one.Sample!);
            if (values.Count == 0)
                return;   // a machine that cannot count instructions gets no empty column
            Unit unit = unitOf(values.Values.Select(static one => one.Median));
            columns.Add(unit.After(name), row => values.TryGetValue(row, out Sample? sample) ? print(unit, sample) : null);
        }
        void AddTime(string name, Func<CaseId, Sample?> read) => Add(name, read, Unit.OfTimes, static (unit, sample) => unit.Mean(sample));
        void AddBytes(string name, Func<CaseId, Sample?> read) => Add(name, read, Unit.OfBytes, static (unit, sample) => unit.Median(sample));

        AddTime(Phases.Build, row => samples.WallOfMaking(row, Phases.Build));
        AddTime(Phases.Compile, row => samples.WallOfMaking(row, Phases.Compile));
        AddTime(Phases.Startup, row => samples.Wall(row, Phases.Startup));
        AddTime(Phases.Execute, row => samples.Wall(row, Phases.Execute));
        AddTime(Phases.Total, row => samples.Wall(row, Phases.Total));
        AddTime("user+sys", samples.CpuTime);
        AddBytes("peak RSS", row => samples.OfProcess(row, Metric.PeakRss));
        Add("instructions", row => samples.OfProcess(row, Metric.Instructions), Unit.OfCounts, static (unit, sample) => unit.Median(sample));
        Add("simulated instructions", row => samples.OfProcess(row, Metric.SimulatedInstructions), Unit.OfCounts, static (unit, sample) => unit.Median(sample));
        AddBytes("artifact", row => samples.Artifact(row, Metric.ArtifactBytes));
        AddBytes("image", row => samples.Artifact(row, Metric.ImageBytes));
        return columns.Table($"{rows[0].Workload}, size {rows[0].Size}: phases and resources", CaptionOf(samples, rows),
            rows.Select(row => OtherPhases(samples, row)).OfType<string>());
    }

    /// <summary>The columns with which a table of programs begins.</summary>
    internal static TableColumns Begun(Summary summary, CaseSamples samples, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = new(rows);
        columns.AddText("backend", row => row.Backend + marks.Of(row));
        columns.AddText("class", row => summary.Run.Header.Backend(row.Backend).Class.Name());
        if (rows.Any(row => summary.OutcomeOf(row) is not Outcome.Measured))
            columns.AddText("outcome", row => OutcomeCell(summary, samples, row));
        return columns;
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
        string[] others = [.. samples.All(row)
            .Where(static one => one.Metric == Metric.Wall && !s_phasesWithColumn.Contains(one.Phase) && !s_phasesElsewhere.Contains(one.Phase) && !Phases.IsUncached(one.Phase))
            .Select(static one => (one.Phase, one.Sample, Unit: Unit.OfTimes([one.Sample.Median])))
            .Select(static one => $"{one.Phase} {one.Unit.Mean(one.Sample)} {one.Unit.Name}")];
        return others.Length == 0 ? null : $"{row.Backend}: {string.Join(", ", others)}";
    }
}
