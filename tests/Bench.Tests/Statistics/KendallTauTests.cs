using Bench.Core;

namespace Bench.Tests;

public sealed class KendallTauTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 10, 20, 30, 40 }, 1, 2.0 / 24)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 4, 3, 2, 1 }, -1, 2.0 / 24)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 1, 2, 4, 3 }, 4.0 / 6, 8.0 / 24)]
    [InlineData(new double[] { 1, 2 }, new double[] { 5, 9 }, 1, 1)]
    // Two pairs discordant of ten; 120 orders, of which 2 × (1 + 4 + 9) are at least as far.
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, new double[] { 2, 1, 4, 3, 5 }, 0.6, 28.0 / 120)]
    public void Tau_counts_pairs_and_p_counts_orders(double[] one, double[] other, double tau, double p)
    {
        KendallTau found = KendallTau.Of(one, other);
        Assert.Equal(tau, found.Tau!.Value, precision: 12);
        Assert.Equal(p, found.PValue!.Value, precision: 12);
    }

    [Fact]
    public void Ties_are_allowed_for()
    {
        // One pair is tied in the first ranking: 5 − 0 of √(5 · 6); 12 different orders, 2 of them as far.
        KendallTau tied = KendallTau.Of([1, 1, 2, 3], [1, 2, 3, 4]);
        Assert.Equal(5 / Math.Sqrt(30), tied.Tau!.Value, precision: 12);
        Assert.Equal(4.0 / 24, tied.PValue!.Value, precision: 12);
    }

    [Fact]
    public void A_ranking_of_ties_alone_has_no_tau() => Assert.Equal(new KendallTau(3, null, null), KendallTau.Of([1, 1, 1], [1, 2, 3]));

    [Fact]
    public void One_thing_or_none_has_no_order()
    {
        Assert.Null(KendallTau.Of([1], [1]).Tau);
        Assert.Null(KendallTau.Of([], []).Tau);
    }

    [Fact]
    public void Counting_inversions_and_trying_all_orders_agree()
    {
        SplitMix random = new(7);
        for (int round = 0; round < 20; round++)
        {
            double[] one = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())], other = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())];
            int score = Score(one, other);
            int asFar = Orders(6).Count(order => Math.Abs(Score(one, order)) >= Math.Abs(score));
            Assert.Equal(asFar / 720.0, KendallTau.Of(one, other).PValue!.Value, precision: 10);
        }
    }

    [Fact]
    public void Many_things_have_an_exact_p_too() =>
        Assert.InRange(KendallTau.Of([.. Enumerable.Range(0, 40).Select(static i => (double)i)], [.. Enumerable.Range(0, 40).Select(static i => (double)(i ^ 1))]).PValue!.Value, 1e-40, 1e-10);

    private static int Score(double[] one, double[] other)
    {
        int score = 0;
        for (int i = 0; i < one.Length; i++)
            for (int j = 0; j < i; j++)
                score += Math.Sign((one[i] - one[j]) * (other[i] - other[j]));
        return score;
    }

    private static IEnumerable<double[]> Orders(int n) => n == 0 ? [[]]
        : Orders(n - 1).SelectMany(shorter => Enumerable.Range(0, n).Select(at => (double[])[.. shorter[..at], n, .. shorter[at..]]));
}
