using System.Buffers;
using System.Globalization;
using System.Text;

namespace Bench.Y3;

/// <summary>What a value can be. The wire has no types, so these are guesses: what a writer could have written, and a person would expect.</summary>
public static class Y3Guess
{
    /// <summary>Of floating-point numbers: beyond, a few bytes are hardly meant as one.</summary>
    private const double LeastMagnitude = 1e-6, GreatestMagnitude = 1e12;

    /// <param name="value">The whole value.</param>
    /// <returns>The most probable first, such as <c>"yomo"</c>, <c>integer 255</c>, <c>float32 456</c>; none for bytes that look like nothing.</returns>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> value, Y3Integers integers)
    {
        if (value.IsEmpty)
            return ["empty"];
        List<string> guesses = [];
        if (IsText(value))
            guesses.Add(Quoted(Encoding.UTF8.GetString(value)));
        // One character is more often a number.
        int first = value.Length == 1 ? 0 : guesses.Count;
        if (AsInteger(value, integers) is long integer)
            guesses.Insert(first++, string.Create(CultureInfo.InvariantCulture, $"integer {integer}"));
        if (value is [0] or [1])
            guesses.Insert(first++, value[0] == 1 ? "true" : "false");
        if (AsSingle(value) is float single)
            guesses.Add(string.Create(CultureInfo.InvariantCulture, $"float32 {single}"));
        if (AsDouble(value) is double wide)
            guesses.Add(string.Create(CultureInfo.InvariantCulture, $"float64 {wide}"));
        return guesses;
    }

    /// <summary>Whether these are one or more characters that a terminal shows as they are; tabs and ends of lines may be among them.</summary>
    internal static bool IsText(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return false;
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(value, out Rune rune, out int size) != OperationStatus.Done || !IsShown(rune))
                return false;
            value = value[size..];
        }
        return true;
    }

    /// <returns>The number, if a writer has this form for it.</returns>
    internal static long? AsInteger(ReadOnlySpan<byte> value, Y3Integers integers) =>
        Y3Primitive.ReadInt64(value, integers, out long number) == OperationStatus.Done
        && value.Length == (integers == Y3Integers.NVarInt ? NVarInt.Size(number) : PVarInt.Size(number))
            ? number
            : null;

    /// <returns>The number, if a writer has this form for it and it is of a usual magnitude.</returns>
    internal static float? AsSingle(ReadOnlySpan<byte> value) =>
        IsShortest(value) && VarFloat.TryRead(value, out float number) == OperationStatus.Done && IsUsual(number) ? number : null;

    /// <inheritdoc cref="AsSingle"/>
    internal static double? AsDouble(ReadOnlySpan<byte> value) =>
        IsShortest(value) && VarFloat.TryRead(value, out double number) == OperationStatus.Done && IsUsual(number) ? number : null;

    /// <summary>In quotation marks, with those inside and ends of lines behind a backslash.</summary>
    internal static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t")}\"";

    /// <summary>Whether no zero byte stands at the end: a writer of floating-point numbers drops them.</summary>
    private static bool IsShortest(ReadOnlySpan<byte> value) => !value.IsEmpty && value[^1] != 0;

    private static bool IsUsual(double value) => Math.Abs(value) is >= LeastMagnitude and < GreatestMagnitude;

    // Formatting characters can turn the direction of a line and hide what stands in it.
    private static bool IsShown(Rune rune) => rune.Value is '\n' or '\r' or '\t' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
