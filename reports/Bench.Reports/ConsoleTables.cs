using Bench.Core;
using Spectre.Console;

namespace Bench.Reports;

/// <summary>What <c>run</c> ends with: a matrix for each size, the counts, and one line for each failure and each kind of doubt.</summary>
public static class ConsoleTables
{
    public static void Write(IAnsiConsole console, Summary summary)
    {
        foreach (string size in summary.Sizes())
            if (Matrix(summary, size) is ReportTable matrix)
                ConsoleTable.Write(console, matrix);
        foreach (ReportTable table in PerImageTables.Headlines(summary))
            ConsoleTable.Write(console, table);
        foreach (ReportTable table in LibraryTables.Of(summary, summary.Run.Header.Options.Baseline ?? ""))
            ConsoleTable.Write(console, table);
        foreach (ReportTable table in StreamTables.Headlines(summary))
            ConsoleTable.Write(console, table);
        foreach (ReportTable table in DensityTables.Of(summary))
            ConsoleTable.Write(console, table);
        console.Write(new Text(Counts(summary) + "\n"));
        foreach (Outcome.Failed failed in OutcomeText.Failures(summary))
            console.Write(new Text($"{failed.Case}: {failed.Cause.Name()}: {OutcomeText.OneLine(failed.Error)}\n", new Style(Color.Red)));
        foreach (FindingGroup finding in FindingGroup.Of(summary.Findings))
            console.Write(new Text($"{(finding.Cases.Count > 0 ? FindingMarks.Mark + " " : "")}{finding.Id}: {OutcomeText.OneLine($"{finding.Text}; {finding.Advice}")}\n", new Style(Color.Yellow)));
        Outcome.Skipped[] skipped = [.. summary.Run.Outcomes.Values.OfType<Outcome.Skipped>()];
        WriteBackends(console, "skipped, the report says why", skipped.Where(static one => !one.IsRetired()));
        WriteBackends(console, "retired", skipped.Where(static one => one.IsRetired()));
    }

    private static void WriteBackends(IAnsiConsole console, string label, IEnumerable<Outcome.Skipped> skipped)
    {
        string[] backends = [.. skipped.Select(static one => one.Case.Backend).Distinct().Order(StringComparer.Ordinal)];
        if (backends.Length > 0)
            console.Write(new Text($"{label}: {string.Join(", ", backends)}\n"));
    }

    /// <summary>Median total wall time of every program of a size.</summary>
    /// <returns>Null when there is none, or all of them were skipped.</returns>
    public static ReportTable? Matrix(Summary summary, string size)
    {
        CaseSamples samples = new(summary);
        FindingMarks marks = new(summary);
        bool anyInterval = false;
        CaseId[] cases = [.. summary.Cases.Where(one => one.Size == size && !summary.WasSkipped(one) && summary.IsProgram(one))];
        if (cases.Length == 0)
            return null;
        string[] backends = [.. summary.Run.Header.ByClass(cases.Select(static one => one.Backend).Distinct())];
        string[] workloads = [.. cases.Select(static one => one.Workload).Distinct().Order(StringComparer.Ordinal)];
        List<ReportColumn> columns = [new("backend", ColumnAlignment.Left)];
        List<ReportCell[]> cells = [[.. backends.Select(static id => new ReportCell(id))]];
        foreach (string workload in workloads)
        {
            Sample?[] totals = [.. backends.Select(id => samples.Wall(new CaseId(workload, size, id), Phases.Total))];
            double[] medians = [.. totals.OfType<Sample>().Select(static one => one.Median)];
            Unit? unit = medians.Length > 0 ? Unit.OfTimes(medians) : null;
            columns.Add(new ReportColumn(unit?.After(workload) ?? workload));
            cells.Add([.. backends.Select(id => new CaseId(workload, size, id)).Select((id, row) => CellOf(summary.OutcomeOf(id), totals[row], unit, medians, Precision(id) + Marked(id)))]);
        }
        string Precision(CaseId id)
        {
            if (summary.Median(id, Phases.Total, Metric.Wall)?.RelativeHalfWidth is not double share)
                return "";
            anyInterval = true;
            return $" ±{Rounding.Significant(share * 100, 2)}%";
        }
        string Marked(CaseId id) => marks[id, Phases.Total].Any() ? FindingMarks.Mark : "";
        return new ReportTable
        {
            Title = $"Size {size}: median wall time, spawn until exit{(anyInterval ? ", ± half of its 95 % interval" : "")}",
            Columns = columns,
            Rows = [.. backends.Select((_, row) => cells.Select(column => column[row]).ToArray())],
            Notes = cells.Any(static column => column.Any(static cell => cell.Text.Contains('*'))) ? ["* interrupted before all of its processes had run"] : [],
        };
    }

    private static ReportCell CellOf(Outcome? outcome, Sample? total, Unit? unit, double[] medians, string suffix) => (outcome, total) switch
    {
        (Outcome.Failed failed, _) => new ReportCell(failed.Cause.Name(), CellTone.Failed),
        (_, null) => ReportCell.None,
        (Outcome.Measured, Sample sample) => new ReportCell(unit!.Median(sample) + suffix, medians.Length > 1 && sample.Median <= medians.Min() ? CellTone.Best : CellTone.Plain),
        (_, Sample sample) => $"{unit!.Median(sample)}*{suffix}",
    };

    private static string Counts(Summary summary)
    {
        int Of<T>() => summary.Run.Outcomes.Values.OfType<T>().Count();
        int unfinished = summary.Cases.Count(one => summary.OutcomeOf(one) is null);
        string text = $"{CountText.Of(Of<Outcome.Measured>(), "case", "cases")} measured, {Of<Outcome.Failed>()} failed, {Of<Outcome.Skipped>()} skipped";
        if (unfinished > 0)
            text += $", {unfinished} unfinished";
        return summary.Run.Measuring() is { Ticks: > 0 } spent ? $"{text}, {Rounding.Significant(spent.TotalSeconds, 3)} s of measuring" : text;
    }
}
