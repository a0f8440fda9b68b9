using System.Globalization;
using Bench.Core;

namespace Bench.Reports;

/// <summary>Numbers as tables print them. Values are raw until they come here.</summary>
public static class Rounding
{
    private const int DigitsWithoutDeviation = 3;

    // A deviation this far below its value is the rounding error of the sum, not spread.
    private const double Noise = 1e-12;

    /// <summary>
    /// <c>12.2 ± 0.1</c>: the deviation rounded to one significant digit, the value to that digit.
    /// A value that this would round to zero keeps its own leading digit.
    /// </summary>
    /// <param name="deviation">Null or zero, which says nothing about the precision: the value gets three significant digits and no ±.</param>
    public static string WithDeviation(double value, double? deviation)
    {
        if (!Fits(value) || deviation is not double spread || !Fits(spread) || spread <= Math.Abs(value) * Noise || (decimal)spread == 0)
            return Significant(value, DigitsWithoutDeviation);
        (decimal rounded, int digit) = Scientific((decimal)spread, 1);
        string leading = AtDigit((decimal)value, digit) is { } text && (decimal.Parse(text) != 0 || value == 0) ? text : Significant(value, 1);
        return $"{leading} ± {AtDigit(rounded, digit)}";
    }

    /// <summary>
    /// <c>389.2 [388.1, 391.0]</c>: all three to the second digit of the interval's half width, the value with two to five digits of its own.
    /// Without an interval three significant digits.
    /// </summary>
    public static string WithInterval(double value, Interval? interval)
    {
        if (interval is not Interval known || !(known.HalfWidth > Math.Abs(value) * Noise))
            return Significant(value, DigitsWithoutDeviation) + (interval is null ? "" : $" [{Significant(value, DigitsWithoutDeviation)}, {Significant(value, DigitsWithoutDeviation)}]");
        if (!Fits(value) || !Fits(known.Low) || !Fits(known.High))
            return string.Create(CultureInfo.InvariantCulture, $"{value:G3} [{known.Low:G3}, {known.High:G3}]");
        int leading = Scientific((decimal)value, 1).LeadingDigit;
        int digit = Math.Clamp(Scientific((decimal)known.HalfWidth, 1).LeadingDigit - 1, leading - 4, leading - 1);
        return $"{AtDigit((decimal)value, digit)} [{AtDigit((decimal)known.Low, digit)}, {AtDigit((decimal)known.High, digit)}]";
    }

    /// <summary>Rounded half away from zero to so many places behind the point.</summary>
    public static string Fixed(double value, int places) => Math.Round(value, places, MidpointRounding.AwayFromZero).ToString($"F{places}");

    /// <summary>Rounded half away from zero, never in exponent notation: 9.996 to three digits is <c>10.0</c>, 12345 is <c>12300</c>.</summary>
    public static string Significant(double value, int digits)
    {
        if (!Fits(value))
            return value.ToString($"G{digits}", CultureInfo.InvariantCulture);
        (decimal rounded, int leading) = Scientific((decimal)value, digits);
        return AtDigit(rounded, leading - digits + 1);
    }

    /// <summary>Whether a decimal can hold it with digits to spare; no time or size of a real run is beyond.</summary>
    private static bool Fits(double value) => Math.Abs(value) < 1e24;

    /// <returns>The rounded value and the power of ten of its leading digit, after rounding: 0.096 to one digit is (0.1, −1).</returns>
    private static (decimal Rounded, int LeadingDigit) Scientific(decimal value, int digits)
    {
        string text = value.ToString($"E{digits - 1}");
        return (decimal.Parse(text, NumberStyles.Float), int.Parse(text.AsSpan(text.IndexOf('E') + 1)));
    }

    /// <param name="digit">Power of ten of the last digit that is kept.</param>
    private static string AtDigit(decimal value, int digit)
    {
        if (digit <= 0)
            return Math.Round(value, Math.Min(-digit, 28), MidpointRounding.AwayFromZero).ToString($"F{-digit}");
        decimal step = decimal.Parse($"1E{digit}", NumberStyles.Float);
        return (Math.Round(value / step, MidpointRounding.AwayFromZero) * step).ToString("F0");
    }
}
