using Bench.Core;

namespace Bench.Reports;

/// <summary>Estimates as tables print them.</summary>
internal static class EstimateText
{
    private const int Digits = 3, MostDigits = 7;

    /// <summary><c>1.23 [1.20, 1.26]</c>; without an interval the number alone.</summary>
    internal static string Of(Estimate estimate) => Of(estimate, Digits);

    /// <summary>The same with as many digits as it takes to see on which side of 1 the interval lies.</summary>
    internal static string OfRatio(Estimate estimate)
    {
        int digits = Digits;
        if (estimate.Interval is Interval interval && !interval.Contains(1))
            while (digits < MostDigits && (IsOne(interval.Low, digits) || IsOne(interval.High, digits)))
                digits++;
        return Of(estimate, digits);
    }

    /// <summary>Never 100 % or 0 % of what is not quite all or nothing.</summary>
    internal static string Share(double share) => share switch
    {
        < 1 and > 0.99 => ">99 %",
        > 0 and < 0.01 => "<1 %",
        _ => $"{100 * share:0} %",
    };

    private static string Of(Estimate estimate, int digits) => estimate.Interval is Interval interval
        ? $"{Rounding.Significant(estimate.Value, digits)} [{Rounding.Significant(interval.Low, digits)}, {Rounding.Significant(interval.High, digits)}]"
        : Rounding.Significant(estimate.Value, digits);

    private static bool IsOne(double value, int digits) => double.Parse(Rounding.Significant(value, digits)) == 1;
}
