using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace Bench.Core;

/// <summary>The signed-rank statistic of values that lie around nothing: the ranks, by distance, of those above it added up.</summary>
/// <remarks>Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945).</remarks>
internal static class SignedRank
{
    /// <summary>Of more values the normal approximation, with continuity correction, is as good at any level used here.</summary>
    private const int MostExact = 100;

    private static readonly ConcurrentDictionary<int, double[]> s_cumulative = new();

    /// <summary>How many of the smallest means of all pairs may be left out so that the truth is among these with at most this probability.</summary>
    /// <returns>0 where even leaving out none errs more often: there are too few values for the level.</returns>
    internal static int Rank(int count, double alpha)
    {
        if (count > MostExact)
        {
            double mean = count * (count + 1.0) / 4, deviation = Math.Sqrt(count * (count + 1.0) * ((2.0 * count) + 1) / 24);
            return Math.Max(0, (int)Math.Floor(mean + (Normal.InvCDF(0, 1, alpha) * deviation) + 0.5));
        }
        double[] cumulative = s_cumulative.GetOrAdd(count, static key => CumulativeOf(key));
        int rank = 0;
        while (rank < cumulative.Length && cumulative[rank] <= alpha)
            rank++;
        return rank;
    }

    /// <returns>Probabilities of at most 0, 1, 2 … up to half of the sum of all ranks.</returns>
    private static double[] CumulativeOf(int count)
    {
        int most = count * (count + 1) / 4;
        double[] chances = new double[most + 1];
        chances[0] = 1;
        // Each rank is above or below with equal chance.
        for (int rank = 1; rank <= count; rank++)
            for (int sum = most; sum >= 0; sum--)
                chances[sum] = (chances[sum] + (sum >= rank ? chances[sum - rank] : 0)) / 2;
        double total = 0;
        return [.. chances.Select(one => total += one)];
    }
}
