using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace Bench.Core;

/// <summary>The median and its interval between two interpolated order statistics: whatever the distribution is, with nothing drawn at random.</summary>
/// <remarks>
/// Hettmansperger and Sheather, "Confidence intervals based on interpolated order statistics", Statistics &amp; Probability Letters 4 (1986);
/// Nyblom, "Note on interpolated order statistics", same journal 14 (1992), for distributions that are not symmetric.
/// The percentile bootstrap of a median falls short of its level for small odd samples: docs/statistics.md has both.
/// </remarks>
public static class MedianEstimate
{
    /// <summary>With fewer values not even the whole range covers the median with 95 %: 1 − 2·½ⁿ.</summary>
    public const int FewestValues = 6;

    private static readonly ConcurrentDictionary<(int Count, double Level), Ranks?> s_ranks = new();

    /// <param name="level">From a half up to but not including 1.</param>
    /// <returns>Without an interval where the sample is too small for one of this level.</returns>
    public static Estimate Of(Sample sample, double level = 0.95)
    {
        if (s_ranks.GetOrAdd((sample.Count, level), static key => RanksOf(key.Count, key.Level)) is not Ranks ranks)
            return new Estimate(sample.Median, null);
        IReadOnlyList<double> sorted = sample.Sorted;
        double low = Between(sorted[ranks.Outer - 1], sorted[ranks.Outer], ranks.Inward);
        double high = Between(sorted[^ranks.Outer], sorted[^(ranks.Outer + 1)], ranks.Inward);
        return new Estimate(sample.Median, new Interval(low, high, level));
    }

    private static Ranks? RanksOf(int count, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (Coverage(count, 1) < level)
            return null;
        int outer = 1;
        while (Coverage(count, outer + 1) >= level)
            outer++;
        double atOuter = Coverage(count, outer), atNext = Coverage(count, outer + 1);
        double share = (atOuter - level) / (atOuter - atNext);
        return new Ranks(outer, (count - outer) * share / (outer + ((count - (2 * outer)) * share)));
    }

    /// <summary>How often the true median lies between the value of this rank and its counterpart from above.</summary>
    private static double Coverage(int count, int rank) => 1 - (2 * Binomial.CDF(0.5, count, rank - 1));

    private static double Between(double outer, double inner, double inward) => outer + (inward * (inner - outer));

    /// <param name="Outer">The rank, from 1, whose interval still covers more than is asked for.</param>
    /// <param name="Inward">How far to go from there towards the next rank, 0 to 1.</param>
    private readonly record struct Ranks(int Outer, double Inward);
}
