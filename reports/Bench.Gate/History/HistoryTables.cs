using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>A history as tables: changes, newest first, and drifts.</summary>
public static class HistoryTables
{
    public static IEnumerable<ReportTable> Of(History history)
    {
        bool several = history.Machines.Count > 1;
        if (history.Changes is { Count: > 0 } changes)
            yield return new ReportTable
            {
                Title = $"Changes of {Subject(history.Options.Metric)}, newest first",
                Caption = "After ÷ before: the runs since the change by those at the level before it, with its 95 % interval; above 1 is slower or more. "
                    + "Chance: of a change as clear as this somewhere in a series that has none.",
                Columns = [new("since", ColumnAlignment.Left), new("last run before", ColumnAlignment.Left), new("case", ColumnAlignment.Left), .. Machine(several),
                    new("medians"), new("after ÷ before"), new("runs"), new("chance")],
                Rows = [.. changes.Select(one => (IReadOnlyList<ReportCell>)[Point(one.After), Point(one.Before), one.Series.Case.ToString(), .. Machine(several, one.Series),
                    Levels(history.Options.Metric, one), EstimateText.OfRatio(one.Ratio), $"{one.RunsBefore} + {one.RunsAfter}", Chance(one.Probability)])],
                Notes = [.. Besides(changes)],
            };
        if (history.Drifts is { Count: > 0 } drifts)
            yield return new ReportTable
            {
                Title = $"Drifts of {Subject(history.Options.Metric)}",
                Caption = "Last ÷ first: along the line over all runs of the series, with its 95 % interval; no single run is to blame. Changes that the series has too are not in it.",
                Columns = [new("from", ColumnAlignment.Left), new("to", ColumnAlignment.Left), new("case", ColumnAlignment.Left), .. Machine(several), new("last ÷ first"), new("runs"), new("chance")],
                Rows = [.. drifts.Select(one => (IReadOnlyList<ReportCell>)[Point(one.Points[0].Run), Point(one.Points[^1].Run), one.Case.ToString(), .. Machine(several, one),
                    EstimateText.OfRatio(one.Course.Drift!.Ratio), one.Points.Count.ToString(), Chance(one.Course.Drift.Probability)])],
            };
    }

    /// <summary><c>40 series of 30 runs, 2 changes</c>, and how far it can see.</summary>
    public static string Counts(History history) =>
        $"{CountText.Of(history.Series.Count, "series", "series")} of {CountText.Of(history.Runs.Count, "run", "runs")}, {CountText.Of(history.Changes.Count, "change", "changes")}"
        + (history.Drifts.Count > 0 ? $", {CountText.Of(history.Drifts.Count, "drift", "drifts")}" : "")
        + $" of {Percent(history.Options.AtLeast)} or more";

    /// <summary>Why nothing can be told, and how to have it told.</summary>
    public static string TooFew(History history) =>
        $"cannot tell: among {CountText.Of(history.Series.Count, "series", "series")} it takes {history.RunsNeeded} runs to tell a change from chance, and the longest series has {history.Series.Max(static one => one.Points.Count)}; "
        + "go on with ./bench run --out FOLDER/NAME for each commit, or look at fewer cases with --case";

    internal static string Point(HistoryRun run) => $"{run.Commit} {run.Date}";

    internal static string Subject(Metric metric) => metric == Metric.Wall ? "wall time" : metric.Name();

    internal static Unit UnitOf(Metric metric, IEnumerable<double> values) => metric switch
    {
        Metric.Wall or Metric.User or Metric.Sys => Unit.OfTimes(values),
        Metric.PeakRss or Metric.ArtifactBytes or Metric.ImageBytes or Metric.AllocatedBytes => Unit.OfBytes(values),
        _ => Unit.OfCounts(values),
    };

    internal static string Percent(double share) => $"{Rounding.Significant(100 * share, 2).TrimEnd('0').TrimEnd('.')} %";

    /// <summary>One line for each run at which something else changed too.</summary>
    private static IEnumerable<string> Besides(IReadOnlyList<HistoryChange> changes) => changes
        .SelectMany(static one => HistoryCauses.Between(one.Before.Header, one.After.Header, one.Series.Case).Select(cause => (one.After, Cause: cause)))
        .Distinct().GroupBy(static one => one.After).Select(static run => $"At {Point(run.Key)} also: {string.Join("; ", run.Select(static one => one.Cause))}.");

    private static IEnumerable<ReportColumn> Machine(bool several) => several ? [new ReportColumn("machine", ColumnAlignment.Left)] : [];

    private static IEnumerable<ReportCell> Machine(bool several, HistorySeries series) => several ? [series.Machine] : [];

    private static ReportCell Levels(Metric metric, HistoryChange change)
    {
        (double before, double after) = change.Medians;
        Unit unit = UnitOf(metric, [before, after]);
        return $"{Rounding.Significant(before / unit.Size, 3)} → {Rounding.Significant(after / unit.Size, 3)} {unit.Name}".TrimEnd();
    }

    private static string Chance(double probability) => probability switch
    {
        0 => "none",
        < 1e-6 => "< 10⁻⁶",
        _ => Rounding.Significant(probability, 1),
    };
}
