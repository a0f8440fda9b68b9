namespace Bench.Core;

/// <summary>The ratio of two medians and its bootstrap interval.</summary>
/// <remarks>Both samples are drawn anew: Kalibera and Jones, "Rigorous benchmarking in reasonable time", ISMM 2013, ask for the interval of the effect size itself.</remarks>
public static class RatioEstimate
{
    private const int Resamples = 2000;

    /// <returns>Without an interval where either sample has fewer than <see cref="MedianEstimate.FewestValues"/> values. The baseline's median must not be zero.</returns>
    public static Estimate Of(Sample sample, Sample baseline, double level = 0.95, ulong seed = 1)
    {
        double ratio = sample.Median / baseline.Median;
        if (Math.Min(sample.Count, baseline.Count) < MedianEstimate.FewestValues)
            return new Estimate(ratio, null);
        SplitMix random = new(seed);
        double[] ratios = new double[Resamples], drawn = new double[sample.Count], drawnBaseline = new double[baseline.Count];
        for (int i = 0; i < Resamples; i++)
            ratios[i] = MedianEstimate.Resampled(sample, drawn, random) / MedianEstimate.Resampled(baseline, drawnBaseline, random);
        return new Estimate(ratio, MedianEstimate.Percentiles(ratios, level));
    }
}
