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

    internal static Iterations? ParseIterations(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Iterations.Parse(text) is Iterations iterations)
            return iterations;
        result.AddError($"'{text}' is not a number of iterations; write 1 to {Iterations.Most}, or auto");
        return null;
    }
}
