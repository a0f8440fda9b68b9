using Bench.Core;

namespace Bench.Tests;

public sealed class IntervalTests
{
    private static readonly Lazy<IntervalSimulation> s_simulation = new(static () => new IntervalSimulation(simulations: 2000, seed: 20260131).Run());

    [Theory]
    [InlineData(IntervalSimulation.Median)]
    [InlineData(IntervalSimulation.Ratio)]
    [InlineData(IntervalSimulation.Geometric)]
    [InlineData(IntervalSimulation.BreakEven)]
    public void Intervals_that_reports_rely_on_cover_the_truth_in_at_least_93_of_100_simulations(string method) =>
        Assert.All(s_simulation.Value.Cells.Where(pair => pair.Key.Method == method), static pair => Assert.True(pair.Value.Coverage >= 0.93, $"{pair.Key}: {pair.Value.Coverage}"));

    [Fact]
    public void The_percentile_bootstrap_of_the_median_does_not_keep_its_level() =>
        Assert.Contains(s_simulation.Value.Cells, static pair => pair.Key is { Method: IntervalSimulation.Bootstrap, Count: 7 } && pair.Value.Coverage < 0.93);

    [Fact]
    public void The_mean_of_skewed_values_does_not_keep_its_level() =>
        Assert.Contains(s_simulation.Value.Cells, static pair => pair.Key is { Method: IntervalSimulation.Mean, Count: >= 10 } && pair.Value.Coverage < 0.93);

    [Fact]
    public void The_table_of_the_simulation_is_the_stored_one() => StoredFile.Holds("statistics-intervals.txt", s_simulation.Value.Table());

    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    public void Fewer_than_six_values_have_no_interval_of_the_median(int count) =>
        Assert.Null(MedianEstimate.Of(new Sample(Enumerable.Range(1, count).Select(static one => (double)one))).Interval);

    [Fact]
    public void Five_values_have_an_interval_of_a_lower_level() =>
        Assert.Equal(0.9, MedianEstimate.Of(new Sample([1, 2, 3, 4, 5]), level: 0.9).Interval!.Value.Level);

    /// <summary>Exact where the level is that of a pair of ranks: 1 − 2 (1 + 10) / 2¹⁰.</summary>
    [Fact]
    public void At_the_level_of_two_ranks_the_interval_of_the_median_ends_on_them()
    {
        Interval interval = MedianEstimate.Of(new Sample([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), level: 1 - (22.0 / 1024)).Interval!.Value;
        Assert.Equal(2, interval.Low, precision: 12);
        Assert.Equal(9, interval.High, precision: 12);
    }

    [Fact]
    public void Values_that_do_not_differ_have_an_interval_without_width()
    {
        Interval interval = MedianEstimate.Of(new Sample(Enumerable.Repeat(5.0, 10))).Interval!.Value;
        Assert.Equal((5, 5), (interval.Low, interval.High));
    }

    [Fact]
    public void Thousands_of_values_have_the_interval_of_large_samples()
    {
        Interval interval = MedianEstimate.Of(new Sample(Enumerable.Range(1, 5000).Select(static one => (double)one))).Interval!.Value;
        Assert.InRange(interval.Low, 2425, 2435);   // 2500.5 ∓ 1.96 √5000 / 2
        Assert.InRange(interval.High, 2566, 2576);
    }

    [Fact]
    public void The_interval_of_a_ratio_is_that_of_its_inverse_upside_down()
    {
        Sample one = new([10, 11, 12, 13, 14, 15, 19]), other = new([20, 21, 23, 25, 27, 28, 40]);
        Estimate ratio = RatioEstimate.Of(one, other), inverse = RatioEstimate.Of(other, one);
        Assert.Equal(1 / ratio.Value, inverse.Value, precision: 12);
        Assert.Equal(1 / ratio.Interval!.Value.Low, inverse.Interval!.Value.High, precision: 12);
        Assert.Equal(1 / ratio.Interval!.Value.High, inverse.Interval!.Value.Low, precision: 12);
    }

    [Fact]
    public void A_ratio_to_a_sample_that_is_known_exactly_has_the_interval_of_the_median()
    {
        Sample sample = new([10, 11, 12, 13, 14, 15, 19]);
        Estimate median = MedianEstimate.Of(sample), ratio = RatioEstimate.Of(sample, new Sample(Enumerable.Repeat(2.0, 6)));
        Assert.Equal(median.Interval!.Value.Low / 2, ratio.Interval!.Value.Low, precision: 12);
        Assert.Equal(median.Interval!.Value.High / 2, ratio.Interval!.Value.High, precision: 12);
    }

    [Fact]
    public void A_ratio_with_too_few_values_on_either_side_has_no_interval() =>
        Assert.Equal(new Estimate(2, null), RatioEstimate.Of(new Sample([6, 6, 6, 6, 6, 6]), new Sample([3, 3, 3, 3, 3])));

    [Fact]
    public void The_interval_of_a_ratio_whose_sample_reaches_zero_begins_at_zero()
    {
        Interval interval = RatioEstimate.Of(new Sample([0, 0, 0, 5, 6, 7, 8]), new Sample([2, 2, 2, 2, 2, 2])).Interval!.Value;
        Assert.Equal(0, interval.Low);
        Assert.True(double.IsFinite(interval.High));
    }

    [Fact]
    public void A_ratio_whose_baseline_may_be_zero_has_no_interval() =>
        Assert.Null(RatioEstimate.Of(new Sample([2, 2, 2, 2, 2, 2]), new Sample([0, 0, 0, 5, 6, 7, 8])).Interval);

    [Fact]
    public void The_geometric_mean_of_a_half_and_a_double_is_one() =>
        Assert.Equal(1, GeometricMean.Of([new Estimate(0.5, null), new Estimate(2, null)]).Value, precision: 12);

    [Fact]
    public void A_geometric_mean_is_known_better_than_its_ratios()
    {
        Estimate ratio = new(2, new Interval(1, 4, 0.95));
        Interval interval = GeometricMean.Of([ratio, ratio, ratio, ratio]).Interval!.Value;
        Assert.Equal(2 * Math.Sqrt(2), interval.High, precision: 12);   // log 2 of each, halved by the root of four
        Assert.Equal(Math.Sqrt(2), interval.Low, precision: 12);
    }

    [Fact]
    public void A_geometric_mean_with_a_ratio_of_too_few_values_has_no_interval() =>
        Assert.Null(GeometricMean.Of([new Estimate(2, new Interval(1, 4, 0.95)), new Estimate(2, null)]).Interval);

    [Fact]
    public void A_mean_is_never_without_a_doubt_about_its_interval()
    {
        Assert.Equal(MeanDoubt.NormalityAssumed, MeanEstimate.Of(new Sample([1, 2, 3, 4, 5, 6])).Doubt);
        Assert.Equal(MeanDoubt.NotNormal, MeanEstimate.Of(new Sample([1, 2, 3, 4, 5, 60])).Doubt);
    }

    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_tables()
    {
        Interval interval = MeanEstimate.Of(new Sample([1, 2, 3, 4, 5])).Estimate.Interval!.Value;
        Assert.Equal(3 + (2.776445 * Math.Sqrt(2.5 / 5)), interval.High, precision: 5);
    }

    [Fact]
    public void The_mean_of_a_single_value_has_no_interval() => Assert.Null(MeanEstimate.Of(new Sample([1])).Estimate.Interval);
}
