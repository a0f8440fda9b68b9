using Bench.Core;
using MathNet.Numerics.Distributions;

namespace Bench.Gate;

/// <summary>How far one set of values lies above another: the median of all differences, with an interval that holds whatever the distribution is.</summary>
/// <remarks>
/// Hodges and Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34 (1963). A level of a history has four or
/// five values as often as not, which is too few for an interval of their median but not for one of the difference.
/// </remarks>
internal static class ShiftEstimate
{
    private const double Level = 0.95;
    private const int MostCountedPairs = 400;

    /// <param name="values">At least one.</param>
    /// <param name="others">At least one.</param>
    /// <returns>Without an interval where the two are too small for one: three values each, for instance.</returns>
    internal static Estimate Of(IReadOnlyList<double> values, IReadOnlyList<double> others)
    {
        Sample differences = new(values.SelectMany(value => others.Select(other => value - other)));
        int left = LeftOut(values.Count, others.Count);
        return new Estimate(differences.Median, left == 0 ? null : new Interval(differences.Sorted[left - 1], differences.Sorted[^left], Level));
    }

    /// <summary>The rank from either end, from 1, of the differences that bound the interval; 0 where even all of them do not reach its level.</summary>
    private static int LeftOut(int one, int other)
    {
        if (one * other <= MostCountedPairs)
            return RankCounts.Cumulative(Math.Min(one, other), Math.Max(one, other)).TakeWhile(static chance => chance <= (1 - Level) / 2).Count();
        double pairs = (double)one * other;
        return (int)Math.Floor((pairs / 2) + (Normal.InvCDF(0, 1, (1 - Level) / 2) * Math.Sqrt(pairs * (one + other + 1) / 12)));
    }
}
