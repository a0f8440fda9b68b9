namespace Bench.Core;

/// <summary>The geometric mean of ratios over workloads: the only mean that does not depend on which of the two is the baseline.</summary>
/// <remarks>
/// Fleming and Wallace, "How not to lie with statistics: the correct way to summarize benchmark results", Communications of the ACM 29 (1986).
/// The interval says how well the ratios of these workloads are known, not how another workload would fare. It is put together as that of <see cref="RatioEstimate"/>.
/// </remarks>
public static class GeometricMean
{
    /// <param name="ratios">Positive, each of samples of its own, with intervals of the same level.</param>
    /// <returns>Without an interval where one of the ratios has none.</returns>
    /// <exception cref="ArgumentException">There is no ratio, or one is not positive.</exception>
    public static Estimate Of(IReadOnlyCollection<Estimate> ratios)
    {
        if (ratios.Count == 0 || ratios.Any(static one => one.Value <= 0))
            throw new ArgumentException("a geometric mean needs at least one value, and none that is not positive", nameof(ratios));
        double mean = Math.Exp(ratios.Average(static one => Math.Log(one.Value)));
        if (ratios.Any(static one => one.Interval is null))
            return new Estimate(mean, null);
        double down = Math.Sqrt(ratios.Sum(static one => Square(Math.Log(one.Value / one.Interval!.Value.Low)))) / ratios.Count;
        double up = Math.Sqrt(ratios.Sum(static one => Square(Math.Log(one.Interval!.Value.High / one.Value)))) / ratios.Count;
        return new Estimate(mean, new Interval(mean * Math.Exp(-down), mean * Math.Exp(up), ratios.First().Interval!.Value.Level));
    }

    private static double Square(double value) => value * value;
}
