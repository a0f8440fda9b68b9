using Bench.Core;

namespace Bench.Reports;

/// <summary>Estimates as the tables of a comparison print them.</summary>
internal static class EstimateText
{
    private const int Digits = 3, MostDigits = 7;

    internal static string Of(Estimate estimate) => Rounding.WithInterval(estimate.Value, estimate.Interval);

    /// <summary>The same, with more digits where it takes them to see on which side of 1 the interval lies.</summary>
    internal static string OfRatio(Estimate estimate)
    {
        if (estimate.Interval is not Interval interval || interval.Contains(1) || !Of(estimate).Split(' ')[1..].Any(static bound => double.Parse(bound.Trim('[', ',', ']')) == 1))
            return Of(estimate);
        int digits = Digits;
        while (digits < MostDigits && (IsOne(interval.Low, digits) || IsOne(interval.High, digits)))
            digits++;
        return $"{Rounding.Significant(estimate.Value, digits)} [{Rounding.Significant(interval.Low, digits)}, {Rounding.Significant(interval.High, digits)}]";
    }

    /// <summary>Never 100 % or 0 % of what is not quite all or nothing.</summary>
    internal static string Share(double share) => share switch
    {
        < 1 and > 0.99 => ">99 %",
        > 0 and < 0.01 => "<1 %",
        _ => $"{100 * share:0} %",
    };

    private static bool IsOne(double value, int digits) => double.Parse(Rounding.Significant(value, digits)) == 1;
}
