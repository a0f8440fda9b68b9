using Bench.Core;

namespace Bench.Tests;

public sealed class ModeSplitTests
{
    [Fact]
    public void Two_groups_with_nothing_between_are_told_with_their_medians() =>
        Assert.Equal(new ModeSplit(6, 4, 101, 140), ModeSplit.Of(new Sample([140, 101, 102, 100, 139, 101, 141, 99, 103, 140])));

    [Fact]
    public void A_single_value_apart_is_no_mode() => Assert.Null(ModeSplit.Of(new Sample([100, 101, 102, 100, 99, 101, 103, 99, 103, 140])));

    [Fact]
    public void Seven_values_are_too_few_to_tell() => Assert.Null(ModeSplit.Of(new Sample([100, 101, 102, 100, 140, 141, 140])));

    [Fact]
    public void Values_that_do_not_differ_have_one_mode() => Assert.Null(ModeSplit.Of(new Sample(Enumerable.Repeat(7.0, 100))));

    [Fact]
    public void A_clock_that_gives_only_two_values_shows_two_modes() =>
        Assert.Equal(new ModeSplit(5, 5, 100, 200), ModeSplit.Of(new Sample([100, 200, 100, 200, 100, 200, 100, 200, 100, 200])));

    [Fact]
    public void In_a_hundred_values_the_groups_are_counted_by_the_valley_between()
    {
        SplitMix random = new(5);
        ModeSplit split = ModeSplit.Of(new Sample(Enumerable.Range(0, 100).Select(i => (i < 40 ? 100 : 120) + TimeDistribution.Gauss(random))))!;
        Assert.Equal((40, 60), (split.LowerCount, split.UpperCount));
    }
}
