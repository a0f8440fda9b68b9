using Bench.Core;
using Spectre.Console;

namespace Bench.Reports;

/// <summary>How precisely a run knows its ratios, for the console: the widest of them, and one line that sums up.</summary>
public static class PrecisionTable
{
    private const int Shown = 10;
    private static readonly double[] s_marks = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005];

    public static void Write(IAnsiConsole console, IReadOnlyList<PrecisionRow> rows, PrecisionTrace trace)
    {
        if (Of(rows) is ReportTable table)
            ConsoleTable.Write(console, table);
        console.Write(new Text(Line(rows, trace) + "\n"));
    }

    /// <returns>Null when no case has an interval.</returns>
    public static ReportTable? Of(IReadOnlyList<PrecisionRow> rows)
    {
        PrecisionRow[] known = [.. rows.Where(static row => row.Reached is not null)];
        if (known.Length == 0)
            return null;
        bool planned = known.Any(static row => row.Plan is not null);
        string[] notes =
        [
            .. known.Length > Shown ? [$"... and {known.Length - Shown} at or below {Percent(known[Shown].Reached)}"] : (string[])[],
            .. known.Length < rows.Count ? [$"{CountText.Of(rows.Count - known.Length, "case has", "cases have")} fewer than {MedianEstimate.FewestValues} processes and no interval"] : (string[])[],
        ];
        return new ReportTable
        {
            Title = $"Precision: half the 95 % interval of {What(rows)}, total wall time",
            Columns = [new("case", ColumnAlignment.Left), new("reached"), .. planned ? [new ReportColumn("predicted")] : (ReportColumn[])[], new("processes"), new("seconds")],
            Rows = [.. known.Take(Shown).Select(row => (IReadOnlyList<ReportCell>)
            [
                row.Case.ToString(), Percent(row.Reached), .. planned ? [Percent(row.Plan?.HalfWidth)] : (ReportCell[])[],
                row.Processes.ToString(), Rounding.Significant(row.Spent.TotalSeconds, 3),
            ])],
            Notes = notes,
        };
    }

    /// <summary>The widest interval, whose it is, what it took, and when the run had passed round widths.</summary>
    public static string Line(IReadOnlyList<PrecisionRow> rows, PrecisionTrace trace)
    {
        string seconds = $"{Rounding.Significant(trace.Moments is [.., PrecisionMoment last] ? last.Spent.TotalSeconds : 0, 3)} s of measuring";
        if (rows is not [{ Reached: double widest }, ..])
            return $"precision: no interval with fewer than {MedianEstimate.FewestValues} processes a case, after {seconds}";
        IEnumerable<string> passed = s_marks.Select(mark => (mark, at: trace.Reaches(mark))).Where(static one => one.at is not null)
            .Select(static one => $"{Percent(one.mark)} after {Rounding.Significant(one.at!.Value.TotalSeconds, 3)} s");
        return $"precision: widest {Percent(widest)} ({rows[0].Case}) after {seconds}{string.Concat(passed.Select(static one => $"; {one}"))}";
    }

    private static string What(IReadOnlyList<PrecisionRow> rows) =>
        rows.Select(static row => row.Baseline?.Backend).FirstOrDefault(static one => one is not null) is string baseline
            ? $"the ratio to {baseline}{(rows.Any(static row => row.Baseline is null) ? " (of the median where there is none)" : "")}"
            : "the median";

    private static string Percent(double? share) => share is double value ? $"{Rounding.Significant(100 * value, 2)} %" : "–";
}
