using Bench.Core;
using MathNet.Numerics.Distributions;

namespace Bench.Gate;

/// <summary>A series that rises or falls all the time, by steps that are each too small to be seen.</summary>
/// <param name="Rise">Logarithm of the last value ÷ the first one, along the line; without the steps that are told beside it.</param>
/// <param name="Probability">Of a trend like this where there is none.</param>
/// <remarks>
/// The sign of all pairs: Mann (1945), Kendall (1975); the line through the median of their slopes, and its interval: Sen, "Estimates of the
/// regression coefficient based on Kendall's tau", Journal of the American Statistical Association 63 (1968).
/// </remarks>
internal sealed record SlowDrift(Estimate Rise, double Probability)
{
    private const double Level = 0.95;

    /// <summary>Last value ÷ first one.</summary>
    internal Estimate Ratio => new(Math.Exp(Rise.Value), Rise.Interval is Interval known ? new Interval(Math.Exp(known.Low), Math.Exp(known.High), known.Level) : null);

    /// <summary>Pairs are taken within levels only: their scores add up (Helsel and Frans, 2006), and the steps between them do not count.</summary>
    /// <param name="logarithms">At least three.</param>
    /// <param name="begins">Of the levels behind the first.</param>
    /// <param name="chance">Largest chance that a drift may have of being none.</param>
    /// <returns>Null where there may be none.</returns>
    internal static SlowDrift? In(IReadOnlyList<double> logarithms, IReadOnlyCollection<int> begins, double chance)
    {
        double[][] levels = Levels(logarithms, begins);
        double score = 0, variance = 0;
        foreach (double[] level in levels)
        {
            for (int j = 1; j < level.Length; j++)
                for (int i = 0; i < j; i++)
                    score += Math.Sign(level[j] - level[i]);
            variance += (Pairs(level.Length) - level.GroupBy(static value => value).Sum(static alike => Pairs(alike.Count()))) / 18;
        }
        double probability = Trend.ProbabilityOf(score, variance);
        return probability <= chance ? new SlowDrift(Rising(SlopesOf(levels), variance, logarithms.Count - 1), probability) : null;
    }

    /// <summary>Whether a straight line tells the series as well as these levels do, with fewer numbers.</summary>
    /// <remarks>Schwarz, "Estimating the dimension of a model", Annals of Statistics 6 (1978), with Laplace's distribution for the noise, which lets wild values be; a level costs its height and its place.</remarks>
    internal static bool ExplainsBetter(IReadOnlyList<double> logarithms, IReadOnlyCollection<int> begins)
    {
        double slope = SlopesOf(Levels(logarithms, [])).Median;
        double[] level = [.. logarithms.Select((value, i) => value - (slope * i))];
        return Cost(LevelChanges.WithoutLevels(level, []), 2) <= Cost(LevelChanges.WithoutLevels(logarithms, begins), 1 + (2 * begins.Count));
    }

    private static double[][] Levels(IReadOnlyList<double> values, IReadOnlyCollection<int> begins)
    {
        int[] ends = [0, .. begins, values.Count];
        return [.. ends.Zip(ends.Skip(1)).Select(level => values.Skip(level.First).Take(level.Second - level.First).ToArray())];
    }

    private static Sample SlopesOf(double[][] levels) => new(
        from level in levels
        from j in Enumerable.Range(0, level.Length)
        from i in Enumerable.Range(0, j)
        select (level[j] - level[i]) / (j - i));

    private static double Cost(double[] rest, int numbers) =>
        // Not quite zero: what fits without any rest would beat everything at any price.
        (2 * rest.Length * Math.Log(rest.Average(Math.Abs) + 1e-12)) + (numbers * Math.Log(rest.Length));

    private static Estimate Rising(Sample slopes, double variance, int length)
    {
        double reach = Normal.InvCDF(0, 1, (1 + Level) / 2) * Math.Sqrt(variance);
        int left = (int)Math.Floor((slopes.Count - reach) / 2);
        Interval? interval = left < 1 ? null : new Interval(slopes.Sorted[left - 1] * length, slopes.Sorted[^left] * length, Level);
        return new Estimate(slopes.Median * length, interval);
    }

    private static double Pairs(double count) => count * (count - 1) * ((2 * count) + 5);
}
