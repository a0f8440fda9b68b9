using Bench.Core;

namespace Bench.Reports;

/// <summary>The default style of what is called inside a process: for each workload contestants by sizes, nanoseconds an operation, ratios and bytes; then what others published.</summary>
public static class LibraryTables
{
    /// <summary>Side by side: a message's keys, or the messages with their middle keys.</summary>
    private const int SizesInTable = 4;

    /// <param name="baseline">The backend that ratios divide by; a table without it has no ratios.</param>
    public static IEnumerable<ReportTable> Of(Summary summary, string baseline)
    {
        CaseId[] cases = [.. summary.Cases.Where(one => summary.IsLibrary(one) && !summary.WasSkipped(one))];
        FindingMarks marks = new(summary);
        IEnumerable<ReportTable> tables = from workload in cases.Select(static one => one.Workload).Distinct().Order(StringComparer.Ordinal)
            let sizes = summary.Sizes().Where(size => cases.Any(one => one.Workload == workload && one.Size == size)).ToArray()
            from part in sizes.Chunk(SizesInTable)
            select Table(summary, marks, workload, part, [.. cases.Where(one => one.Workload == workload && part.Contains(one.Size))], baseline);
        return [.. tables, .. PublishedRatioTable.Of(summary)];
    }

    private static ReportTable Table(Summary summary, FindingMarks marks, string workload, string[] sizes, CaseId[] cases, string baseline)
    {
        CaseId[] rows = [.. cases.Select(static one => one.Backend).Distinct().Select(id => new CaseId(workload, "", id))
            .OrderBy(row => sizes.Select(size => summary.Compared(row with { Size = size })?.Median).LastOrDefault(static median => median is not null) ?? double.PositiveInfinity)
            .ThenBy(static row => row.Backend, StringComparer.Ordinal)];
        TableColumns columns = new(rows);
        columns.AddText("contestant", static row => row.Backend);
        foreach (string size in sizes)
        {
            columns.Add(size, row => Time(summary, marks, row with { Size = size }));
            columns.Add($"{size} ÷", row => Ratio(summary, row with { Size = size }, baseline));
        }
        foreach ((string name, Metric metric) in new[] { ("allocated", Metric.AllocatedBytes), ("message", Metric.PayloadBytes), ("arrived", Metric.ArrivedBytes) })
            foreach (string size in sizes)
                columns.Add($"{size} {name} (B)", row => summary[row with { Size = size }, Phases.Operation, metric] is Sample sample ? Rounding.Fixed(sample.Median, 0) : null);
        string processes = CountText.Processes(cases.Select(one => summary.Compared(one)?.Count ?? 0));
        string title = summary.Run.Header.Workloads.FirstOrDefault(one => one.Id == workload)?.Title ?? workload;
        return columns.Table($"{workload}: {title}{(sizes.Length > 1 ? $", {sizes[0]} to {sizes[^1]}" : "")}",
            processes.Length == 0 ? "Nothing was measured."
                : $"Nanoseconds an operation, median ± half of its 95 % interval over {processes}; ÷: divided by that of {baseline}, half of the ratio's interval behind it. "
                    + "Allocated: by an operation on the managed heap; message: bytes in the contestant's format"
                    + (cases.Any(one => summary[one, Phases.Operation, Metric.ArrivedBytes] is not null) ? "; arrived: as much of it as had to be there before the value was known." : "."),
            marks.Notes(cases, one => sizes.Length > 1 ? $"{one.Backend} ({one.Size})" : one.Backend));
    }

    private static string? Time(Summary summary, FindingMarks marks, CaseId one) => (summary.OutcomeOf(one), summary.Median(one, Phases.Million, Metric.Wall)) switch
    {
        (Outcome.Failed failed, _) => $"failed: {failed.Cause.Name()}",
        (_, null) => null,
        (var outcome, Estimate median) => Rounding.Significant(median.Value / OperationsOfPhase, 3) + HalfWidth(median) + (outcome is null ? "*" : "") + (marks[one, Phases.Million].Any() ? FindingMarks.Mark : ""),
    };

    private static string? Ratio(Summary summary, CaseId one, string baseline) =>
        summary.Ratio(one, one with { Backend = baseline }, Phases.Million, Metric.Wall) is not Estimate ratio ? null
        : one.Backend == baseline ? "1"
        : Rounding.Significant(ratio.Value, 3) + HalfWidth(ratio);

    private static string HalfWidth(Estimate estimate) => estimate.RelativeHalfWidth is double share ? $" ±{Rounding.Significant(share * 100, 2)}%" : "";

    private const double OperationsOfPhase = 1e6;
}
