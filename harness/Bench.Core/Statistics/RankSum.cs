using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace Bench.Core;

/// <summary>The Mann-Whitney statistic of two samples from one distribution: of all pairs, how many have the first one's value below the second one's.</summary>
/// <remarks>Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the other", Annals of Mathematical Statistics 18 (1947), whose recurrence this is.</remarks>
internal static class RankSum
{
    /// <summary>Above this product of the counts the normal approximation, with continuity correction, is closer than 0.001 at any level used here.</summary>
    private const int LargestExact = 2500;

    private static readonly ConcurrentDictionary<(int, int), double[]> s_cumulative = new();

    /// <summary>How many of the smallest quotients (or differences) of all pairs may be left out so that the truth is among these with at most this probability.</summary>
    /// <returns>0 where even leaving out none errs more often: the samples are too small for the level.</returns>
    internal static int Rank(int count, int otherCount, double alpha)
    {
        if ((long)count * otherCount > LargestExact)
        {
            double mean = (double)count * otherCount / 2, deviation = Math.Sqrt((double)count * otherCount * (count + otherCount + 1) / 12);
            return Math.Max(0, (int)Math.Floor(mean + (Normal.InvCDF(0, 1, alpha) * deviation) + 0.5));
        }
        double[] cumulative = Cumulative(count, otherCount);
        int rank = 0;
        while (rank < cumulative.Length && cumulative[rank] <= alpha)
            rank++;
        return rank;
    }

    /// <returns>Probabilities of at most 0, 1, 2 … up to half of the pairs.</returns>
    internal static double[] Cumulative(int count, int otherCount) =>
        s_cumulative.GetOrAdd((Math.Min(count, otherCount), Math.Max(count, otherCount)), static key => CumulativeOf(key.Item1, key.Item2));

    private static double[] CumulativeOf(int count, int otherCount)
    {
        int most = count * otherCount / 2;
        // Orders of i values of one and j of the other, by their statistic: the largest value belongs to one of the two.
        double[][] orders = [.. Enumerable.Range(0, otherCount + 1).Select(_ => Single(most))];
        for (int i = 1; i <= count; i++)
        {
            orders[0] = Single(most);
            for (int j = 1; j <= otherCount; j++)
            {
                double[] both = new double[most + 1];
                for (int pairs = 0; pairs <= most; pairs++)
                    both[pairs] = orders[j - 1][pairs] + (pairs >= j ? orders[j][pairs - j] : 0);
                orders[j] = both;
            }
        }
        double all = 1, sum = 0;
        for (int i = 1; i <= count; i++)
            all *= (double)(otherCount + i) / i;
        return [.. orders[otherCount].Select(one => (sum += one) / all)];
    }

    private static double[] Single(int most)
    {
        double[] counts = new double[most + 1];
        counts[0] = 1;
        return counts;
    }
}
