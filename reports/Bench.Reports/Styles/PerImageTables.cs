using Bench.Core;

namespace Bench.Reports;

/// <summary>For each workload of images a table of what one image takes, stage by stage; rows are backends, one size after the other.</summary>
public static class PerImageTables
{
    /// <param name="baseline">The backend that ratios divide by, in each size by its own number.</param>
    public static IEnumerable<ReportTable> Of(Summary summary, string baseline) =>
        from workload in Workloads(summary)
        select Table(summary, workload, [.. summary.Sizes().SelectMany(size => Rows(summary, workload, size))], baseline);

    /// <summary>For a console: of each size the medians alone.</summary>
    public static IEnumerable<ReportTable> Headlines(Summary summary) =>
        from workload in Workloads(summary)
        from size in summary.Sizes()
        let rows = Rows(summary, workload, size)
        where rows.Length > 0
        select Headline(summary, workload, size, rows);

    /// <summary>Whether there is any such table, without making one.</summary>
    public static bool Concern(Summary summary) => Workloads(summary).Any();

    private static IEnumerable<string> Workloads(Summary summary) => summary.WorkloadIds().Where(workload => summary.Cases.Any(one => one.Workload == workload && HasStages(summary, one)));

    /// <summary>Failed cases too, without numbers.</summary>
    private static CaseId[] Rows(Summary summary, string workload, string size) =>
        [.. summary.Run.Header.ByClass(summary.Cases.Where(one => one.Workload == workload && one.Size == size && !summary.WasSkipped(one)).Select(static one => one.Backend)).Select(id => new CaseId(workload, size, id))];

    /// <summary>A stream has a stage of decoding too, of messages.</summary>
    private static bool HasStages(Summary summary, CaseId one) => summary.IsProgram(one) && ImagePhases.All.Any(phase => summary[one, phase, Metric.Wall] is not null);

    private static ReportTable Table(Summary summary, string workload, CaseId[] rows, string baseline)
    {
        CaseSamples samples = new(summary);
        FindingMarks marks = new(summary);
        TableColumns columns = WorkloadTables.Begun(summary, samples, marks, rows);
        columns.AddText("size", static row => row.Size);
        foreach (string phase in ImagePhases.All)
        {
            Unit unit = UnitOf(summary, rows, phase);
            columns.Add(unit.After(phase), row => summary.Median(row, phase, Metric.Wall) is Estimate median ? unit.Estimated(median) : null);
            columns.Add($"{phase} ÷ {baseline}", row => summary.Ratio(row, row with { Backend = baseline }, phase, Metric.Wall) is Estimate ratio
                ? row.Backend == baseline ? "1" : Rounding.WithInterval(ratio.Value, ratio.Interval)
                : null);
        }
        columns.AddAlways("n", row => samples.Processes(row) is > 0 and int n ? n.ToString() : null);
        string arguments = string.Join("; ", rows.Select(static row => row.Size).Distinct().Select(size => $"{size}: {ArgumentText.Of(summary.Run.Header.Arguments(workload, size))}"));
        return columns.Table($"{workload}, per image",
            $"Arguments: {arguments}. Time of an image in each stage: median over {CountText.Processes(rows.Select(samples.Processes))} of the mean over the process's images [95 % interval]; "
                + "ratios are of medians of one size, because the images of two sizes differ.",
            marks.Notes(rows, static one => $"{one.Backend} ({one.Size})"));
    }

    private static ReportTable Headline(Summary summary, string workload, string size, CaseId[] rows)
    {
        TableColumns columns = new(rows);
        columns.AddText("backend", static row => row.Backend);
        foreach (string phase in ImagePhases.All)
        {
            Unit unit = UnitOf(summary, rows, phase);
            columns.Add(unit.After(phase), row => summary[row, phase, Metric.Wall] is Sample sample ? unit.Median(sample) : null);
        }
        return columns.Table($"{workload}, size {size}: median time of an image, stage by stage", "", []);
    }

    /// <summary>A stage that no row has gets no column, and so no unit.</summary>
    private static Unit UnitOf(Summary summary, CaseId[] rows, string phase) =>
        rows.Select(row => summary[row, phase, Metric.Wall]).OfType<Sample>().Select(static sample => sample.Median).ToArray() is { Length: > 0 } medians ? Unit.OfTimes(medians) : Unit.Second;
}
