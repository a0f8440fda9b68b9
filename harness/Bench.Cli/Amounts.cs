using System.CommandLine.Parsing;
using System.Globalization;
using Bench.Core;

namespace Bench.Cli;

/// <summary>Parsers of an option's one argument; a fault becomes the command line's error.</summary>
internal static class Amounts
{
    /// <summary><c>1%</c> as 0.01.</summary>
    internal static double? ParsePrecision(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.EndsWith('%') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent is > 0 and < 100)
            return percent / 100;
        result.AddError($"'{text}' is not a precision; write it as 1% or 0.5%");
        return null;
    }

    /// <summary><c>1G</c>, <c>512M</c> or <c>4096K</c> in bytes; powers of 1024.</summary>
    internal static long? ParseBytes(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        int shift = text.Length < 2 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        if (shift > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0 && number < 1e9)
            return (long)(number * (1L << shift));
        result.AddError($"'{text}' is no amount of memory; write it as 1G or 512M");
        return null;
    }

    internal static Iterations? ParseIterations(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Iterations.Parse(text) is Iterations iterations)
            return iterations;
        result.AddError($"'{text}' is not a number of iterations; write 1 to {Iterations.Most}, or auto");
        return null;
    }
}
