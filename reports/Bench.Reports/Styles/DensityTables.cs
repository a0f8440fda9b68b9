using Bench.Core;

namespace Bench.Reports;

/// <summary>Density runs: how fast instances start and answer in each host, and how many fit in memory.</summary>
public static class DensityTables
{
    /// <summary>Behind a number of instances that was not reached.</summary>
    private const string Extrapolated = " ≈";

    public static IEnumerable<ReportTable> Of(Summary summary)
    {
        FindingMarks marks = new(summary);
        return from workload in summary.WorkloadIds()
            from size in summary.Sizes()
            let cases = summary.Cases.Where(one => one.Workload == workload && one.Size == size && summary.IsDensity(one) && !summary.WasSkipped(one)).ToArray()
            where cases.Length > 0
            let rows = summary.Run.Header.ByClass(cases.Select(static one => one.Backend)).Select(id => cases.First(one => one.Backend == id)).ToArray()
            from table in new[] { Starts(summary, marks, rows), Memory(summary, marks, rows) }
            select table;
    }

    private static ReportTable Starts(Summary summary, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = Begun(summary, marks, rows);
        AddTime("start", DensityPhases.Instantiate, Metric.Wall, withInterval: true);
        AddTime("start p90", DensityPhases.Instantiate, Metric.WallP90, withInterval: false);
        AddTime("first call", DensityPhases.FirstCall, Metric.Wall, withInterval: true);
        long? storm = rows.Select(row => (long?)summary[row, DensityPhases.Storm, Metric.Instances]?.Median).Max();
        AddTime($"{storm} at once", DensityPhases.Storm, Metric.Wall, withInterval: true);
        columns.Add("calls/s", row => summary[row, DensityPhases.Active, Metric.PerSecond] is Sample sample ? Rounding.Significant(sample.Median, 3) : null);
        return columns.Table($"{rows[0].Workload}: start of an instance", $"{Arguments(summary, rows[0])}Start: until one more instance is ready, with all made before that instances share. First call: its first message, until the checked answer. "
            + $"At once: from one instant until all of them had answered. Calls: answers of all instances to a caller for each core. Medians over {Processes(summary, rows)}, start and first call each the median of that process's instances.",
            marks.Notes(rows, static one => one.Backend));

        void AddTime(string header, string phase, Metric metric, bool withInterval)
        {
            Estimate[] present = [.. rows.Select(row => summary.Median(row, phase, metric)).OfType<Estimate>()];
            if (present.Length == 0)
                return;
            Unit unit = Unit.OfTimes(present.Select(static one => one.Value));
            columns.Add(unit.After(header), row => summary.Median(row, phase, metric) is not Estimate one ? null : withInterval ? unit.Estimated(one) : Rounding.Significant(one.Value / unit.Size, 3));
        }
    }

    private static ReportTable Memory(Summary summary, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = Begun(summary, marks, rows);
        foreach ((string header, string phase, Metric metric) in new[]
        {
            ("idle", DensityPhases.Idle, Metric.IdleMemory), ("active", DensityPhases.Active, Metric.ActiveMemory),
            ("its shim", DensityPhases.Shim, Metric.IdleMemory), ("kept for it", DensityPhases.Host, Metric.IdleMemory),
        })
            columns.Add($"{header} (KiB)", row => summary.Median(row, phase, metric) is Estimate estimate ? new Unit("KiB", 1 << 10).Estimated(estimate) : null);
        columns.Add("alive", row => summary[row, DensityPhases.Idle, Metric.Instances] is Sample sample ? Rounding.Fixed(sample.Median, 0) : null);
        columns.Add("all of them (MiB)", row => summary[row, DensityPhases.All, Metric.IdleMemory] is Sample sample ? Rounding.Significant(sample.Median / (1 << 20), 3) : null);
        columns.AddText("ended by", row => string.Join(", ", Enum.GetValues<DensityEnd>().Where(end => summary[row, DensityPhases.End(end), Metric.Instances] is not null).Select(Word)));
        string limit = Unit.Bytes(summary.Run.Header.Options.MemoryLimitBytes);
        columns.Add($"fit in {limit}", row => summary[row, DensityPhases.Fit, Metric.Instances] is Sample reached ? Rounding.Fixed(reached.Median, 0)
            : summary[row, DensityPhases.FitExtrapolated, Metric.Instances] is Sample drawn ? Rounding.Significant(drawn.Median, 2) + Extrapolated : null);
        return columns.Table($"{rows[0].Workload}: memory of an instance",
            "What one more instance takes, shared pages by their share: idle before its first message, active behind it. Of containers that is their control group; the shim is the engine's process that holds on to a container. "
            + "Kept for it: by the process that talks to it and by the container engine. All of them, and fit: everything together, with the process and the engine that hold them; ≈ is drawn on by the memory of those that were started, and knows no other limit.",
            summary.Run.Notes.Where(note => rows.Contains(note.Case)).Select(static note => $"{note.Case.Backend}: {OutcomeText.OneLine(note.Text)}"));
    }

    private static string Word(DensityEnd end) => end switch
    {
        DensityEnd.Instances => "enough",
        DensityEnd.Memory => "memory",
        DensityEnd.Time => "time",
        DensityEnd.Limit => "a limit",
        _ => throw new ArgumentOutOfRangeException(nameof(end)),
    };

    private static TableColumns Begun(Summary summary, FindingMarks marks, CaseId[] rows)
    {
        TableColumns columns = new(rows);
        columns.AddText("host", row => row.Backend + marks.Of(row));
        if (rows.Any(row => summary.OutcomeOf(row) is not Outcome.Measured))
            columns.AddText("outcome", row => summary.OutcomeOf(row) switch
            {
                Outcome.Failed failed => new ReportCell($"Failed: {failed.Cause.Name()}", CellTone.Failed),
                null => "unfinished",
                _ => "measured",
            });
        return columns;
    }

    private static string Arguments(Summary summary, CaseId row) => $"{ArgumentText.Of(summary.Run.Header.Arguments(row.Workload, row.Size))}. ";

    private static string Processes(Summary summary, CaseId[] rows) =>
        CountText.Range(rows.Select(row => summary.Compared(row)?.Count ?? 0)) is { Length: > 0 } range ? $"n = {range} {(range == "1" ? "process" : "processes")}" : "no process";
}
