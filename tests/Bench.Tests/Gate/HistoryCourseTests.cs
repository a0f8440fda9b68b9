using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

public sealed class HistoryCourseTests
{
    private const double Chance = 0.001, AtLeast = 0.02;

    [Fact]
    public void A_step_is_one_change_at_the_first_run_after_it()
    {
        LevelChange change = Assert.Single(Course(30, static i => i < 18 ? 100 : 106).Changes);
        Assert.Equal(18, change.Begin);
        Assert.InRange(Math.Exp(change.Shift), 1.05, 1.07);
    }

    [Fact]
    public void A_spike_of_one_run_is_no_change() => Assert.Equal([], Course(40, static i => i == 20 ? 300 : 100).Changes);

    [Fact]
    public void Two_bad_runs_in_a_row_are_no_change() => Assert.Equal([], Course(40, static i => i is 20 or 21 ? 300 : 100).Changes);

    [Fact]
    public void What_was_made_slower_and_mended_later_is_two_changes() =>
        Assert.Equal([20, 28], Course(50, static i => i is >= 20 and < 28 ? 112 : 100).Changes.Select(static one => one.Begin));

    [Fact]
    public void Three_steps_upwards_are_three_changes() =>
        Assert.Equal([15, 30, 45], Course(60, static i => 100 * Math.Pow(1.1, i / 15)).Changes.Select(static one => one.Begin));

    [Fact]
    public void Half_a_percent_from_run_to_run_is_a_drift_and_no_change()
    {
        HistoryCourse course = Course(30, static i => 100 * Math.Pow(1.005, i));
        Assert.Empty(course.Changes);
        Assert.True(course.Drift!.Rise.Interval!.Value.Contains(29 * Math.Log(1.005)), course.Drift.ToString());
    }

    [Fact]
    public void A_step_is_no_drift() => Assert.Null(Course(60, static i => i < 30 ? 100 : 110).Drift);

    [Fact]
    public void A_drift_beside_a_step_is_told_without_the_step()
    {
        HistoryCourse course = Course(60, static i => (i < 30 ? 100 : 140) * Math.Pow(1.003, i));
        Assert.Equal(30, Assert.Single(course.Changes).Begin);
        Assert.InRange(course.Drift!.Rise.Value, 0.8 * 59 * Math.Log(1.003), 1.2 * 59 * Math.Log(1.003));
    }

    [Fact]
    public void Changes_below_the_least_are_left_out() => Assert.Equal([], HistoryCourse.Of(Noisy(60, static i => i < 30 ? 100 : 104), Chance, 0.08).Changes);

    [Fact]
    public void A_series_of_one_value_has_no_change() => Assert.Equal([], HistoryCourse.Of([.. Enumerable.Repeat(100.0, 30)], Chance, AtLeast).Changes);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_series_that_is_too_short_says_nothing(int runs) => Assert.Equal([], HistoryCourse.Of([.. Enumerable.Range(1, runs).Select(static i => (double)i)], 1, 0).Changes);

    [Fact]
    public void Numbers_without_noise_change_at_the_first_run_that_differs() =>
        Assert.Equal([3, 4], HistoryCourse.OfExact([100, 100, 100, 150, 100], AtLeast).Changes.Select(static one => one.Begin));

    [Fact]
    public void Numbers_without_noise_that_creep_are_a_change_once_they_have_come_far_enough() =>
        Assert.Equal([2], HistoryCourse.OfExact([100, 101, 102, 103], AtLeast).Changes.Select(static one => one.Begin));

    private static HistoryCourse Course(int runs, Func<int, double> level) => HistoryCourse.Of(Noisy(runs, level), Chance, AtLeast);

    /// <summary>Spread by 1 %.</summary>
    private static double[] Noisy(int runs, Func<int, double> level)
    {
        SplitMix random = new(20260131);
        return [.. Enumerable.Range(0, runs).Select(i => level(i) * Math.Exp(0.01 * TimeDistribution.Gauss(random)))];
    }
}
