using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>The runs of a branch, machine by machine and case by case, with what changed and when.</summary>
public sealed class History
{
    private const int FewestExact = 2, FewestTogether = 3;

    private readonly Lazy<int> _needed;

    private History(HistoryOptions options, IReadOnlyList<HistoryRun> runs, IReadOnlyList<HistorySeries> series, IReadOnlyList<string> notes)
    {
        (Options, Runs, Series) = (options, runs, series);
        _needed = new(RunsFor);
        Notes = [.. notes, .. TooShort(), .. TogetherNotes()];
    }

    public HistoryOptions Options { get; }

    /// <summary>In the order of time, each once.</summary>
    public IReadOnlyList<HistoryRun> Runs { get; }

    /// <summary>What a reader must know before believing it, one line each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Runs that a series must have for a change to be told from chance, among so many series.</summary>
    public int RunsNeeded => _needed.Value;

    /// <summary>Whether any series is long enough for a change to be seen.</summary>
    public bool CanTell => Series.Any(IsLongEnough);

    /// <summary>Whether the newest level of some series is above the one before it, or a series rises all the time.</summary>
    public bool HasRisen => Series.Any(static one => one.HasRisen);

    internal IReadOnlyList<HistorySeries> Series { get; }

    /// <summary>Newest first; of one run the largest first.</summary>
    internal IReadOnlyList<HistoryChange> Changes => [.. Series.SelectMany(static one => one.Changes)
        .OrderByDescending(static one => one.After.Header.StartedAt).ThenByDescending(static one => Math.Abs(Math.Log(one.Ratio.Value))).ThenBy(static one => one.Series.Case.ToString(), StringComparer.Ordinal)];

    internal IReadOnlyList<HistorySeries> Drifts => [.. Series.Where(static one => one.Course.Drift is not null).OrderByDescending(static one => Math.Abs(one.Course.Drift!.Rise.Value))];

    internal IReadOnlyList<string> Machines => [.. Series.Select(static one => one.Machine).Distinct()];

    /// <exception cref="UsageException">No run has such a case, or such a number.</exception>
    public static History Of(IReadOnlyList<HistoryRun> runs, HistoryOptions options)
    {
        List<HistoryRun> kept = [];
        List<string> notes = [];
        foreach (HistoryRun run in runs.OrderBy(static one => one.Header.StartedAt))
            if (kept.LastOrDefault(one => one.IsSameAs(run) && one.Values.Keys.ToHashSet().SetEquals(run.Values.Keys)) is HistoryRun copy)
                notes.Add($"{run.Path} is a copy of {copy.Path} (one commit, one time) and counts once.");
            else
                kept.Add(run);

        CaseId[] cases = [.. kept.SelectMany(static run => run.Values.Keys).Distinct().OrderBy(static id => id.ToString(), StringComparer.Ordinal)];
        if (cases.Length == 0)
            throw new UsageException($"none of these runs has a number for {options.Metric.Name()}");
        cases = [.. Names.Select("case", [options.Cases], cases, static id => id.ToString())];
        (CaseId Case, string Machine, HistoryPoint[] Points)[] found = [.. from machine in kept.Select(static run => run.Machine).Distinct()
            from id in cases
            let points = kept.Where(run => run.Machine == machine && run.Values.ContainsKey(id)).Select(run => new HistoryPoint(run, run.Values[id])).ToArray()
            where points.Length > 0
            select (id, machine, points)];

        double chance = ChanceOf(options, found.Length);
        HistorySeries[] series = new HistorySeries[found.Length];
        Parallel.For(0, found.Length, i =>
        {
            double[] values = [.. found[i].Points.Select(static point => point.Value.Median.Value)];
            series[i] = new HistorySeries(found[i].Case, found[i].Machine, found[i].Points,
                options.IsExact ? HistoryCourse.OfExact(values, options.AtLeast) : HistoryCourse.Of(values, chance, options.AtLeast));
        });
        notes.AddRange(OfMachines(kept));
        return new History(options, kept, series, notes);
    }

    internal string MachineName(string machine) =>
        $"{OutcomeText.OneLine(Runs.First(run => run.Machine == machine).Header.Machine.ToString())} ({machine})";

    /// <summary>Half of the false alarms that are allowed are for changes and half for drifts, and each series gets its share: Bonferroni, which holds for series that go up and down together too.</summary>
    internal static double ChanceOf(HistoryOptions options, int series) => options.FalseAlarm / 2 / series;

    private static IEnumerable<string> OfMachines(List<HistoryRun> runs)
    {
        IGrouping<string, HistoryRun>[] machines = [.. runs.GroupBy(static run => run.Machine)];
        if (machines.Length > 1)
            yield return $"{machines.Length} machines, each with series of its own: "
                + string.Join("; ", machines.Select(static one => $"{one.Key} is {OutcomeText.OneLine(one.First().Header.Machine.ToString())}, {OutcomeText.OneLine(one.First().Header.Machine.System)}, kernel {OutcomeText.OneLine(one.First().Header.Machine.Kernel)} ({CountText.Of(one.Count(), "run", "runs")})")) + ".";
    }

    private bool IsLongEnough(HistorySeries series) => series.Points.Count >= (Options.IsExact ? FewestExact
        : 2 * RankArcs.FewestValues) && (Options.IsExact || ArcChances.OfLength(series.Points.Count).LeastProbability <= ChanceOf(Options, Series.Count));

    private int RunsFor()
    {
        if (Options.IsExact)
            return FewestExact;
        int runs = 2 * RankArcs.FewestValues;
        while (ArcChances.OfLength(runs).LeastProbability > ChanceOf(Options, Series.Count))
            runs++;
        return runs;
    }

    private IEnumerable<string> TooShort()
    {
        HistorySeries[] tooShort = [.. Series.Where(one => !IsLongEnough(one))];
        if (tooShort.Length > 0 && tooShort.Length < Series.Count)
            yield return $"{CountText.Of(tooShort.Length, "series has", "series have")} fewer than the {RunsNeeded} runs that it takes to tell a change from chance among {Series.Count} series: {string.Join(", ", tooShort.Take(3).Select(static one => $"{one.Case} ({one.Points.Count})"))}{(tooShort.Length > 3 ? ", …" : "")}.";
    }

    /// <summary>A commit seldom moves everything at once; a machine does.</summary>
    private IEnumerable<string> TogetherNotes() => Changes.GroupBy(static one => (one.Series.Machine, one.After))
        .Select(at => (at.Key.After, Moved: at.Count(), Of: Series.Count(one => one.Machine == at.Key.Machine)))
        .Where(static at => at.Moved >= FewestTogether && 2 * at.Moved > at.Of)
        .Select(static at => $"At {HistoryTables.Point(at.After)} {at.Moved} of {at.Of} series change at once: look at the machine and its tools before the commit.");
}
