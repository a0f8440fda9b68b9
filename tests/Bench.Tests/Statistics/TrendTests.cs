using Bench.Core;

namespace Bench.Tests;

public sealed class TrendTests
{
    [Fact]
    public void A_steady_rise_changes_by_its_slope_times_its_length()
    {
        Trend trend = Trend.Of([(1, 100), (3, 102), (5, 104), (9, 108), (11, 110)]);
        Assert.Equal(10, trend.Score);
        Assert.Equal(10.0 / 104, trend.Change, precision: 12);
    }

    /// <summary>Five values: variance 5·4·15/18; z = 9/√16.67.</summary>
    [Fact]
    public void The_probability_is_that_of_the_normal_approximation() =>
        Assert.Equal(0.0275, Trend.Of([(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]).Probability, precision: 4);

    [Fact]
    public void One_wild_value_does_not_make_a_trend() =>
        Assert.True(Trend.Of([(1, 100), (2, 101), (3, 99), (4, 100.5), (5, 99.5), (6, 900)]).Probability > 0.3);

    [Fact]
    public void Values_that_are_all_the_same_have_no_trend() => Assert.Equal(1, Trend.Of([(1, 5), (2, 5), (3, 5)]).Probability);
}
