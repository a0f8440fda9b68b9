namespace Bench.Core;

/// <summary>The ratio of two medians with the interval of the ratio itself, put together from the intervals of the two.</summary>
/// <remarks>
/// The effect size and its interval are what Kalibera and Jones ask for ("Rigorous benchmarking in reasonable time", ISMM 2013).
/// Recovering variances from the limits (MOVER): Zou and Donner, "Construction of confidence limits about effect measures", Statistics in
/// Medicine 27 (2008); for ratios Newcombe, "MOVER-R confidence intervals for ratios and products of two independently estimated
/// quantities", Statistical Methods in Medical Research 25 (2016). Used here on logarithms, where a ratio is a difference.
/// </remarks>
public static class RatioEstimate
{
    /// <returns>Without an interval where either sample has fewer than <see cref="MedianEstimate.FewestValues"/> values. The baseline's median must not be zero.</returns>
    public static Estimate Of(Sample sample, Sample baseline, double level = 0.95) =>
        Of(MedianEstimate.Of(sample, level), MedianEstimate.Of(baseline, level));

    /// <summary>Of two quantities that were estimated independently of each other, at the same level.</summary>
    public static Estimate Of(Estimate estimate, Estimate baseline)
    {
        double ratio = estimate.Value / baseline.Value;
        if (estimate.Interval is not Interval one || baseline.Interval is not Interval other || estimate.Value <= 0 || baseline.Value <= 0 || other.Low <= 0)
            return new Estimate(ratio, null);
        // A lower limit of zero is minus infinity as a logarithm and comes back as zero.
        double down = Math.Sqrt(Square(Math.Log(estimate.Value / one.Low)) + Square(Math.Log(other.High / baseline.Value)));
        double up = Math.Sqrt(Square(Math.Log(one.High / estimate.Value)) + Square(Math.Log(baseline.Value / other.Low)));
        return new Estimate(ratio, new Interval(ratio * Math.Exp(-down), ratio * Math.Exp(up), one.Level));
    }

    private static double Square(double value) => value * value;
}
