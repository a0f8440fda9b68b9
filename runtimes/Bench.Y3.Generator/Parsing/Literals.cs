using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace Bench.Y3.Generator;

/// <summary>Constants as C# writes them.</summary>
internal static class Literals
{
    /// <param name="value">Of a parameter's default: a primitive, or null.</param>
    internal static string Of(object? value) => value switch
    {
        null => "null",
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        bool truth => truth ? "true" : "false",
        float number when float.IsNaN(number) || float.IsInfinity(number) => $"float.{Special(number)}",
        double number when double.IsNaN(number) || double.IsInfinity(number) => $"double.{Special(number)}",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType()} is no type of a constant", nameof(value)),
    };

    private static string Special(double number) => double.IsNaN(number) ? "NaN" : number > 0 ? "PositiveInfinity" : "NegativeInfinity";
}
