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

    internal IEnumerable<double> Medians(int begin, int end) => Points.Skip(begin).Take(end - begin).Select(static one => one.Value.Median.Value);
}

internal readonly record struct HistoryPoint(HistoryRun Run, HistoryValue Value);

/// <summary>One change of level of a series.</summary>
/// <param name="Index">Among the changes of the series.</param>
internal sealed record HistoryChange(HistorySeries Series, int Index)
{
    private const double Level = 0.95;

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

    /// <summary>New level ÷ old one; without an interval where there is no noise, or 3 runs stand beside 3 or 4.</summary>
    internal Estimate Ratio
    {
        get
        {
            RankRatio ratio = new(new Sample(Series.Medians(Begin, LevelEnd)), new Sample(Series.Medians(LevelBefore, Begin)));
            (double low, double high) = (ratio.Above((1 - Level) / 2), ratio.Below((1 - Level) / 2));
            return Series.Course.IsExact ? new Estimate(Medians.After / Medians.Before, null)
                : new Estimate(ratio.Value, low > 0 && double.IsFinite(high) ? new Interval(low, high, Level) : null);
        }
    }

    /// <summary>In the metric's base unit.</summary>
    internal (double Before, double After) Medians =>
        (Series.Course.IsExact ? Series.Medians(LevelBefore, Begin).First() : new Sample(Series.Medians(LevelBefore, Begin)).Median,
            Series.Course.IsExact ? Series.Medians(Begin, LevelEnd).First() : new Sample(Series.Medians(Begin, LevelEnd)).Median);
}
