using Bench.Core;

namespace Bench.Tests;

public sealed class RankRatioTests
{
    /// <summary>Every way to part n + m ranks, counted one by one.</summary>
    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 6)]
    [InlineData(7, 5)]
    public void As_many_pairs_are_left_out_as_counting_every_order_allows(int count, int other)
    {
        int[] statistics = [.. Enumerable.Range(0, 1 << (count + other)).Where(set => int.PopCount(set) == count).Select(set => PairsBelow(set, count + other))];
        foreach (double alpha in new[] { 0.0005, 0.005, 0.01, 0.05, 0.2, 0.5 })
        {
            int rank = 0;
            while (statistics.Count(one => one <= rank) <= alpha * statistics.Length)
                rank++;
            Assert.Equal(rank, RankSum.Rank(count, other, alpha));
        }
    }

    [Fact]
    public void The_approximation_for_large_samples_is_within_a_pair_in_a_hundred_of_the_exact_one()
    {
        int exact = RankSum.Rank(50, 50, 0.01), beyond = RankSum.Rank(50, 51, 0.01);
        Assert.InRange(beyond, exact, exact * 1.06);
    }

    [Theory]
    [InlineData(0.01, 5)]     // 1 of C(10, 5) = 252 orders
    [InlineData(0.0001, 8)]   // 1 of C(16, 8) = 12870
    public void The_fewest_values_are_those_of_which_a_single_order_is_rare_enough(double alpha, int fewest) => Assert.Equal(fewest, RankRatio.FewestValues(alpha));

    [Fact]
    public void Fewer_values_than_the_level_needs_have_no_bound()
    {
        RankRatio ratio = new(new Sample([5, 6, 7]), new Sample([1, 2, 3]));
        Assert.Equal((0, double.PositiveInfinity), (ratio.Above(0.01), ratio.Below(0.01)));
    }

    [Fact]
    public void A_sample_times_a_factor_is_larger_by_that_factor()
    {
        double[] values = [1.01, 0.99, 1.03, 0.98, 1, 1.02, 1.05, 0.97];
        Assert.Equal(1.25, new RankRatio(new Sample(values.Select(static one => one * 1.25)), new Sample(values)).Value, 12);
    }

    [Fact]
    public void Exchanged_sides_have_the_inverse_ratio_and_bounds()
    {
        Sample a = new([10, 12, 11, 13, 9, 14, 15]), b = new([7, 8, 9, 6, 10, 5, 11]);
        RankRatio one = new(a, b), other = new(b, a);
        Assert.Equal(1 / one.Value, other.Value, 12);
        Assert.Equal(1 / one.Above(0.02), other.Below(0.02), 12);
    }

    /// <summary>Without any assumption on the shape: the bound of two samples of one distribution errs no more often than its level.</summary>
    [Theory]
    [InlineData("log-normal, sigma 0.5")]
    [InlineData("contaminated normal")]
    public void The_lower_bound_of_equals_is_above_one_no_more_often_than_its_level(string shape)
    {
        const int trials = 4000;
        SplitMix random = new(20260131);
        TimeDistribution distribution = TimeDistribution.All.Single(one => one.Name == shape);
        int errors = 0;
        for (int trial = 0; trial < trials; trial++)
            if (new RankRatio(distribution.Sample(random, 10), distribution.Sample(random, 10)).Above(0.05) > 1)
                errors++;
        Assert.InRange(errors, 0.02 * trials, 0.058 * trials);   // three deviations above 5 %
    }

    [Fact]
    public void As_many_processes_as_are_said_to_be_needed_bring_the_bound_to_the_distance()
    {
        int count = (int)Math.Ceiling(new RankRatio(new Sample([1, 2]), new Sample([1, 2])).CountFor(0.03, 0.02, 0.01));
        Assert.InRange(RatioByRanks.Reach(0.03, count, count, 0.01), 0.019, 0.02);
    }

    /// <summary>Every way to give n ranks a sign, counted one by one.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(11)]
    public void As_many_means_are_left_out_as_counting_every_choice_of_signs_allows(int count)
    {
        int[] sums = [.. Enumerable.Range(0, 1 << count).Select(set => Enumerable.Range(0, count).Sum(rank => (set >> rank & 1) * (rank + 1)))];
        foreach (double alpha in new[] { 0.0005, 0.005, 0.01, 0.05, 0.2, 0.5 })
        {
            int rank = 0;
            while (sums.Count(one => one <= rank) <= alpha * sums.Length)
                rank++;
            Assert.Equal(rank, SignedRank.Rank(count, alpha));
        }
    }

    [Theory]
    [InlineData(0.05, 5)]
    [InlineData(0.01, 7)]
    [InlineData(0.0001, 14)]
    public void The_fewest_pairs_are_those_whose_signs_are_rarely_all_alike(double alpha, int fewest)
    {
        Assert.Equal(fewest, PairedRatio.FewestPairs(alpha));
        Assert.Equal((0, 1), (SignedRank.Rank(fewest - 1, alpha), Math.Sign(SignedRank.Rank(fewest, alpha))));
    }

    [Fact]
    public void What_the_machine_does_to_both_sides_divides_out_of_pairs_and_not_of_samples()
    {
        // The machine is up to half as fast again, for a while each time.
        double[] machine = [1, 1.02, 1.5, 1.48, 1.51, 1, 0.99, 1.3, 1.31, 1];
        double[] before = [.. machine.Select(static (one, i) => one * (1 + (0.002 * (i % 3))))], after = [.. machine.Select(static (one, i) => 1.1 * one * (1 + (0.002 * (i % 4))))];
        PairedRatio pairs = new([.. after.Zip(before, static (a, b) => a / b)]);
        RankRatio samples = new(new Sample(after), new Sample(before));

        Assert.InRange(pairs.Value, 1.099, 1.105);
        Assert.True(pairs.Above(0.01) > 1.09);
        Assert.True(samples.Above(0.01) < 1);
    }

    private static int PairsBelow(int set, int ranks)
    {
        int pairs = 0, below = 0;
        for (int rank = 0; rank < ranks; rank++)
            if ((set >> rank & 1) == 1)
                pairs += below;
            else
                below++;
        return pairs;
    }
}
