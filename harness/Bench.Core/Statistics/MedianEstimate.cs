namespace Bench.Core;

/// <summary>The median and its bootstrap interval.</summary>
/// <remarks>Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979).</remarks>
public static class MedianEstimate
{
    /// <summary>With fewer values not even the whole range covers the median with 95 %: 1 − 2·½ⁿ.</summary>
    public const int FewestValues = 6;

    private const int Resamples = 2000;

    public static Estimate Of(Sample sample, double level = 0.95, ulong seed = 1)
    {
        if (sample.Count < FewestValues)
            return new Estimate(sample.Median, null);
        SplitMix random = new(seed);
        double[] medians = new double[Resamples], drawn = new double[sample.Count];
        for (int i = 0; i < Resamples; i++)
            medians[i] = Resampled(sample, drawn, random);
        return new Estimate(sample.Median, Percentiles(medians, level));
    }

    internal static double Resampled(Sample sample, double[] drawn, SplitMix random)
    {
        for (int i = 0; i < drawn.Length; i++)
            drawn[i] = sample.Values[random.Below(sample.Count)];
        Array.Sort(drawn);
        return (drawn[(drawn.Length - 1) / 2] + drawn[drawn.Length / 2]) / 2;
    }

    internal static Interval Percentiles(double[] values, double level)
    {
        Array.Sort(values);
        int skipped = (int)((1 - level) / 2 * values.Length);
        return new Interval(values[skipped], values[^(skipped + 1)], level);
    }
}
