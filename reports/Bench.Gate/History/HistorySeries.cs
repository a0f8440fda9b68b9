using Bench.Core;

namespace Bench.Gate;

/// <summary>One case on one machine over time.</summary>
/// <param name="Points">Of the runs that have the case, in the order of time; a run without it leaves no point.</param>
internal sealed record HistorySeries(CaseId Case, string Machine, IReadOnlyList<HistoryPoint> Points, HistoryCourse Course)
{
    internal string Phase => Points[^1].Value.Phase;

    internal IEnumerable<HistoryChange> Changes => Course.Changes.Select((change, i) => new HistoryChange(this, i));

    /// <summary>Whether what is newest in it is a rise: of its level, or all the time.</summary>
    internal bool HasRisen => (Course.Changes.Count > 0 && Course.Changes[^1].Shift > 0) || Course.Drift is { Rise.Value: > 0 };

    internal IEnumerable<double> Logarithms(int begin, int end) => Points.Skip(begin).Take(end - begin).Select(static one => Math.Log(one.Value.Median.Value));
}

internal readonly record struct HistoryPoint(HistoryRun Run, HistoryValue Value);

/// <summary>One change of level of a series.</summary>
/// <param name="Index">Among the changes of the series.</param>
internal sealed record HistoryChange(HistorySeries Series, int Index)
{
    private LevelChange Change => Series.Course.Changes[Index];
    private int LevelBefore => Index == 0 ? 0 : Series.Course.Changes[Index - 1].Begin;
    private int LevelEnd => Index + 1 == Series.Course.Changes.Count ? Series.Points.Count : Series.Course.Changes[Index + 1].Begin;

    internal int Begin => Change.Begin;
    internal double Probability => Change.Probability;
    internal int RunsBefore => Begin - LevelBefore;
    internal int RunsAfter => LevelEnd - Begin;

    /// <summary>Last run of the old level.</summary>
    internal HistoryRun Before => Series.Points[Begin - 1].Run;

    /// <summary>First run of the new level.</summary>
    internal HistoryRun After => Series.Points[Begin].Run;

    /// <summary>New level ÷ old one.</summary>
    internal Estimate Ratio => Probability == 0
        ? new Estimate(Math.Exp(Change.Shift), null)   // without noise there is no interval either
        : Ratios.OfShift(ShiftEstimate.Of([.. Series.Logarithms(Begin, LevelEnd)], [.. Series.Logarithms(LevelBefore, Begin)]));

    /// <summary>In the metric's base unit.</summary>
    internal (double Before, double After) Medians =>
        (Math.Exp(new Sample(Series.Logarithms(LevelBefore, Begin)).Median), Math.Exp(new Sample(Series.Logarithms(Begin, LevelEnd)).Median));
}

internal static class Ratios
{
    internal static Estimate OfShift(Estimate logarithm) => new(Math.Exp(logarithm.Value),
        logarithm.Interval is Interval known ? new Interval(Math.Exp(known.Low), Math.Exp(known.High), known.Level) : null);
}
