using MathNet.Numerics.Distributions;
using Perfolizer.Mathematics.ScaleEstimators;

namespace Bench.Core;

/// <summary>By what factor one sample is larger than another, from the quotients of all pairs: exact at any level, whatever the distribution, if the two differ by a factor alone.</summary>
/// <remarks>
/// Hodges and Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34 (1963); the bounds are those of Moses (in Lehmann,
/// "Nonparametrics: statistical methods based on ranks", 1975), here on logarithms. Unlike the interval of two medians they reach levels of one in
/// thousands with eight processes a side, which is what a verdict over many cases needs.
/// </remarks>
public sealed class RankRatio
{
    /// <summary>Of the estimate's deviation to that of the mean of normal values: √(π/3).</summary>
    private static readonly double s_inefficiency = Math.Sqrt(Math.PI / 3);

    private readonly double[] _quotients;
    private readonly Sample _sample, _baseline;

    /// <param name="sample">Of positive values.</param>
    /// <param name="baseline">Of positive values.</param>
    public RankRatio(Sample sample, Sample baseline)
    {
        (_sample, _baseline) = (sample, baseline);
        _quotients = new double[sample.Count * baseline.Count];
        for (int i = 0, at = 0; i < sample.Count; i++)
            for (int j = 0; j < baseline.Count; j++)
                _quotients[at++] = sample.Sorted[i] / baseline.Sorted[j];
        Array.Sort(_quotients);
    }

    /// <summary>The median of the quotients.</summary>
    public double Value => (_quotients[(_quotients.Length - 1) / 2] + _quotients[_quotients.Length / 2]) / 2;

    /// <summary>A number above which the true factor lies, but for this probability.</summary>
    /// <returns>0 where the samples are too small for one.</returns>
    public double Above(double alpha) => RankSum.Rank(_sample.Count, _baseline.Count, alpha) is int rank and > 0 ? _quotients[rank - 1] : 0;

    /// <summary>A number below which the true factor lies, but for this probability.</summary>
    /// <returns>Infinity where the samples are too small for one.</returns>
    public double Below(double alpha) => RankSum.Rank(_sample.Count, _baseline.Count, alpha) is int rank and > 0 ? _quotients[^rank] : double.PositiveInfinity;

    /// <summary>Processes of each side without which there is no bound at this level.</summary>
    public static int FewestValues(double alpha)
    {
        int count = 1;
        while (RankSum.Rank(count, count, alpha) == 0)
            count++;
        return count;
    }

    /// <summary>Deviation of one process as a share, of both samples together; a wild value hardly moves it.</summary>
    public double Spread => Math.Sqrt(((Square(SpreadOf(_sample)) * (_sample.Count - 1)) + (Square(SpreadOf(_baseline)) * (_baseline.Count - 1))) / Math.Max(1, _sample.Count + _baseline.Count - 2));

    /// <summary>Deviation of the logarithms by Shamos' estimate; 0 of a single value.</summary>
    public static double SpreadOf(Sample sample) => sample.Count < 2 ? 0 : ShamosEstimator.Instance.Scale(new Perfolizer.Sample(sample.Values.Select(static one => Math.Log(one)).ToArray()));

    /// <summary>Expected distance, as a logarithm, between the estimate and its bound at this level.</summary>
    /// <param name="spread">Deviation of one process, as a share.</param>
    public static double Reach(double spread, int count, int baselineCount, double alpha) =>
        -Normal.InvCDF(0, 1, alpha) * spread * s_inefficiency * Math.Sqrt((1.0 / count) + (1.0 / baselineCount));

    /// <summary>How many processes a side bring the bound at this level within that distance (a logarithm) of the estimate.</summary>
    public static double CountFor(double spread, double distance, double alpha) =>
        Math.Max(FewestValues(alpha), 2 * Square(Normal.InvCDF(0, 1, alpha) * spread * s_inefficiency / distance));

    private static double Square(double value) => value * value;
}
