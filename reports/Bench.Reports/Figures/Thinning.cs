using Bench.Core;

namespace Bench.Reports;

/// <summary>Keeps a page readable and small: what stands for too many points says so.</summary>
public static class Thinning
{
    /// <summary>Values that a page holds in all; beyond it each series gets its share.</summary>
    public const int PageValues = 150_000;

    private const int FewestQuantiles = 5, MostValues = 40;
    private const int FirstIterations = 40;
    private const double IterationStep = 1.08;

    /// <summary>How many values a series may have before it is shown by quantiles.</summary>
    public static int ValuesEach(int series) => Math.Clamp(PageValues / Math.Max(1, series), FewestQuantiles, MostValues);

    /// <returns>All values in their order, or as many quantiles as allowed, from the smallest value to the largest at equal steps.</returns>
    public static IReadOnlyList<double> Values(Sample sample, int most)
    {
        if (sample.Count <= most)
            return sample.Values;
        double[] sorted = [.. sample.Values.Order()];
        return [.. Enumerable.Range(0, most).Select(i => sorted[(int)Math.Round((sorted.Length - 1) * (double)i / (most - 1))])];
    }

    /// <summary>All of the first iterations, which warm up; of the later ones those at about equal ratios, and the last.</summary>
    public static IReadOnlyList<T> Iterations<T>(IReadOnlyList<T> all)
    {
        List<T> kept = [];
        double next = 0;
        for (int i = 0; i < all.Count; i++)
        {
            if (i >= FirstIterations && i < next && i < all.Count - 1)
                continue;
            kept.Add(all[i]);
            next = Math.Max(i + 1, i * IterationStep);
        }
        return kept;
    }
}
