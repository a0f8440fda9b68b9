using Bench.Core;

namespace Bench.Tests;

/// <summary>The percentile bootstrap of a median without a single resample: its distribution follows from which ranks stand in the middle. Here to show why it is not used.</summary>
internal sealed class PercentileBootstrap
{
    private readonly (int Low, int High, double Weight)[] _middles;

    internal PercentileBootstrap(int count) => _middles = [.. Middles(count).Where(static one => one.Weight > 1e-9)];

    internal Interval Of(Sample sample, double level)
    {
        IReadOnlyList<double> sorted = sample.Sorted;
        double[] medians = [.. _middles.Select(one => (sorted[one.Low] + sorted[one.High]) / 2)], weights = [.. _middles.Select(static one => one.Weight)];
        Array.Sort(medians, weights);
        double below = (1 - level) / 2, sum = 0;
        int low = 0, high = medians.Length - 1;
        while ((sum += weights[low]) < below)
            low++;
        sum = 0;
        while ((sum += weights[high]) < below)
            high--;
        return new Interval(medians[low], medians[high], level);
    }

    /// <summary>For an odd count the one in the middle; for an even one the two beside it.</summary>
    private static IEnumerable<(int Low, int High, double Weight)> Middles(int n)
    {
        if (n % 2 == 1)
        {
            for (int i = 0; i < n; i++)
                yield return (i, i, AtLeast(n, (n + 1) / 2, i + 1) - AtLeast(n, (n + 1) / 2, i));
            yield break;
        }
        int half = n / 2;
        double ways = MathNet.Numerics.SpecialFunctions.Binomial(n, half);
        for (int i = 0; i < n; i++)
        {
            double same = AtLeast(n, half, i + 1) - AtLeast(n, half, i);
            for (int j = i + 1; j < n; j++)
            {
                double weight = ways * (Power(i + 1) - Power(i)) * (Power(n - j) - Power(n - j - 1));
                same -= weight;
                yield return (i, j, weight);
            }
            yield return (i, i, same);
        }

        double Power(int ranks) => Math.Pow((double)ranks / n, half);
    }

    /// <summary>That at least <paramref name="needed"/> of n draws fall on the lowest <paramref name="ranks"/> of n values.</summary>
    private static double AtLeast(int n, int needed, int ranks) =>
        ranks == 0 ? 0 : ranks == n ? 1 : 1 - MathNet.Numerics.Distributions.Binomial.CDF((double)ranks / n, n, needed - 1);
}
