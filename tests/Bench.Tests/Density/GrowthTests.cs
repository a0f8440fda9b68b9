using Bench.Density;

namespace Bench.Tests;

public sealed class GrowthTests
{
    [Fact]
    public void What_the_first_instance_brings_along_for_all_is_not_counted_for_each() =>
        Assert.Equal(100, Growth.PerInstance([(0, 5_000), (1, 905_000), (2, 905_100), (5, 905_400), (10, 905_900), (20, 906_900), (50, 909_900)]));

    [Fact]
    public void A_step_of_the_allocator_moves_it_by_little() =>
        Assert.InRange(Growth.PerInstance([.. Enumerable.Range(0, 11).Select(static i => (i * 100, (i * 100L * 1000) + (i > 5 ? 40_000 : 0)))]), 1000, 1100);

    [Fact]
    public void Two_looks_are_enough() =>
        Assert.Equal(7, Growth.PerInstance([(0, 100), (10, 170)]));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    [InlineData(5, 10)]
    [InlineData(7, 10)]
    [InlineData(999, 1000)]
    [InlineData(1000, 2000)]
    public void Looks_follow_in_steps_of_1_2_5(int instances, int next) =>
        Assert.Equal(next, InstanceRamp.StepAfter(instances));
}
