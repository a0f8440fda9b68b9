using MathNet.Numerics.Distributions;
using Perfolizer.Mathematics.ScaleEstimators;

namespace Bench.Core;

/// <summary>By what factor one sample is larger than another, with bounds that are exact at any level, whatever the distribution, if the two differ by a factor alone.</summary>
/// <remarks>
/// Hodges and Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34 (1963), here on logarithms; bounds in Lehmann,
/// "Nonparametrics: statistical methods based on ranks" (1975).
/// </remarks>
public abstract class RatioByRanks
{
    /// <summary>Of the estimate's deviation to that of the mean of normal values: √(π/3).</summary>
    private static readonly double s_inefficiency = Math.Sqrt(Math.PI / 3);

    /// <summary>The factor.</summary>
    public abstract double Value { get; }

    /// <summary>Deviation of one process as a share, as far as it makes the factor uncertain; a wild value hardly moves it.</summary>
    public abstract double Spread { get; }

    /// <summary>A number above which the true factor lies, but for this probability.</summary>
    /// <returns>0 where there are too few values for one.</returns>
    public abstract double Above(double alpha);

    /// <summary>A number below which the true factor lies, but for this probability.</summary>
    /// <returns>Infinity where there are too few values for one.</returns>
    public abstract double Below(double alpha);

    /// <summary>Processes of each side without which there is no bound at this level.</summary>
    public abstract int Fewest(double alpha);

    /// <summary>How many processes a side bring the bound at this level within that distance (a logarithm) of the estimate.</summary>
    /// <param name="spread">Deviation of one process, as a share.</param>
    public double CountFor(double spread, double distance, double alpha) =>
        Math.Max(Fewest(alpha), 2 * Math.Pow(Normal.InvCDF(0, 1, alpha) * spread * s_inefficiency / distance, 2));

    /// <summary>Expected distance, as a logarithm, between the estimate and its bound at this level.</summary>
    /// <param name="spread">Deviation of one process, as a share.</param>
    public static double Reach(double spread, int count, int baselineCount, double alpha) =>
        -Normal.InvCDF(0, 1, alpha) * spread * s_inefficiency * Math.Sqrt((1.0 / count) + (1.0 / baselineCount));

    /// <summary>Deviation of the logarithms by Shamos' estimate; 0 of a single value.</summary>
    public static double SpreadOf(Sample sample) => sample.Count < 2 ? 0 : ShamosEstimator.Instance.Scale(new Perfolizer.Sample(sample.Values.Select(static one => Math.Log(one)).ToArray()));
}
