using MathNet.Numerics.Distributions;

namespace Bench.Core;

/// <summary>Whether values rise or fall with their position, by the signs of all pairs and so whatever their distribution.</summary>
/// <param name="Score">Pairs that rise less pairs that fall.</param>
/// <param name="Variance">Of the score where there is no trend.</param>
/// <param name="Change">From the first position to the last, as a share of the median: the median of the slopes of all pairs times the length.</param>
/// <remarks>
/// Mann, "Nonparametric tests against trend", Econometrica 13 (1945); Kendall, Rank Correlation Methods (1975), for ties; Sen, "Estimates of the
/// regression coefficient based on Kendall's tau", Journal of the American Statistical Association 63 (1968). The scores of many cases add up:
/// Helsel and Frans, "Regional Kendall test for trend", Environmental Science &amp; Technology 40 (2006).
/// </remarks>
public sealed record Trend(double Score, double Variance, double Change)
{
    /// <summary>Two-sided, by the normal approximation with continuity correction, which errs on the careful side in the tails.</summary>
    public double Probability => ProbabilityOf(Score, Variance);

    /// <param name="points">At least two, of different positions; the median of the values is not zero.</param>
    public static Trend Of(IReadOnlyList<(double Position, double Value)> points)
    {
        double score = 0;
        List<double> slopes = [];
        for (int i = 0; i < points.Count; i++)
            for (int j = i + 1; j < points.Count; j++)
            {
                double slope = (points[j].Value - points[i].Value) / (points[j].Position - points[i].Position);
                score += Math.Sign(slope);
                slopes.Add(slope);
            }
        double n = points.Count, ties = points.GroupBy(static point => point.Value).Sum(static same => Pairs(same.Count()));
        double length = points.Max(static point => point.Position) - points.Min(static point => point.Position);
        double median = new Sample(points.Select(static point => point.Value)).Median;
        return new Trend(score, (Pairs(n) - ties) / 18, new Sample(slopes).Median * length / median);
    }

    internal static double ProbabilityOf(double score, double variance) =>
        variance <= 0 ? 1 : Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Max(0, Math.Abs(score) - 1) / Math.Sqrt(variance)));

    private static double Pairs(double n) => n * (n - 1) * ((2 * n) + 5);
}
