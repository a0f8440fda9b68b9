using Perfolizer.Mathematics.ScaleEstimators;

namespace Bench.Core;

/// <summary>How wide the interval of a median will be.</summary>
internal static class MedianWidth
{
    /// <summary>Of the standard normal distribution: 95 % lie within.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Half the width of the 95 % interval, as a share of the median, that a sample of this spread will have with <paramref name="count"/> values:
    /// the median's asymptotic deviation is √(π/2) σ/√n, σ by Shamos' estimate, which a wild value in a small sample hardly moves.
    /// </summary>
    /// <remarks>Rousseeuw and Croux, "Alternatives to the median absolute deviation", JASA 88 (1993), compare such estimates.</remarks>
    /// <returns>Null with fewer than two values, which have no spread, or a median of zero.</returns>
    internal static double? Expected(Sample sample, int count)
    {
        if (sample.Count < 2 || sample.Median == 0)
            return null;
        double deviation = ShamosEstimator.Instance.Scale(new Perfolizer.Sample(sample.Values));
        return Z * Math.Sqrt(Math.PI / 2) * deviation / Math.Sqrt(count) / Math.Abs(sample.Median);
    }
}
