using MathNet.Numerics.Distributions;
using Perfolizer.Mathematics.OutlierDetection;

namespace Bench.Core;

/// <summary>The mean with Student's t interval, which keeps its level for normal values only; run times seldom are.</summary>
/// <remarks>
/// Student, "The probable error of a mean", Biometrika 6 (1908). A test for normality does not mend it: of skewed samples, those that look
/// normal by chance miss their long tail and with it the true mean. So the doubt is always there, and only its strength differs.
/// </remarks>
public sealed record MeanEstimate(Estimate Estimate, MeanDoubt Doubt)
{
    /// <summary>One line for a reader, to stand wherever the interval does.</summary>
    public string DoubtText => Doubt switch
    {
        MeanDoubt.NormalityAssumed => "holds for normal values only, which so few cannot show; for skewed ones it is too short",
        MeanDoubt.NotNormal => "does not hold: the values are skewed or have outliers; take the median",
        _ => throw new InvalidOperationException(Doubt.ToString()),
    };

    /// <returns>Without an interval for a single value.</returns>
    public static MeanEstimate Of(Sample sample, double level = 0.95)
    {
        if (sample.StandardDeviation is not double deviation)
            return new MeanEstimate(new Estimate(sample.Mean, null), MeanDoubt.NormalityAssumed);
        double reach = StudentT.InvCDF(0, 1, sample.Count - 1, (1 + level) / 2) * deviation / Math.Sqrt(sample.Count);
        Estimate estimate = new(sample.Mean, new Interval(sample.Mean - reach, sample.Mean + reach, level));
        return new MeanEstimate(estimate, LooksNormal(sample) ? MeanDoubt.NormalityAssumed : MeanDoubt.NotNormal);
    }

    private static bool LooksNormal(Sample sample)
    {
        if (sample.Count < 3 || sample.Minimum == sample.Maximum)
            return true;
        double n = sample.Count, skewness = MathNet.Numerics.Statistics.Statistics.Skewness(sample.Values);
        // Standard error of the skewness of normal values: Cramér, Mathematical Methods of Statistics (1946), 29.3.
        double error = Math.Sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)));
        return Math.Abs(skewness) < 2 * error && !TukeyOutlierDetector.Create(sample.Values, k: 3).AllOutliers(sample.Values).Any();
    }
}

/// <summary>Why the interval of a mean may not be printed as if it kept its level.</summary>
public enum MeanDoubt
{
    /// <summary>Nothing speaks against normal values, but in a small sample nothing can show them either.</summary>
    NormalityAssumed,

    /// <summary>The sample is skewed, or has a value more than three interquartile ranges off.</summary>
    NotNormal,
}
