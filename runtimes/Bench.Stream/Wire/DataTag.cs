using System.Globalization;

namespace Bench.Streaming;

/// <summary>Tags of data as people write them: decimal, or hexadecimal behind 0x.</summary>
public static class DataTag
{
    public const byte Largest = DataFrame.MaxTag;

    /// <returns>False when it is no number from 0 to 3F.</returns>
    public static bool TryParse(string text, out byte tag)
    {
        bool hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return byte.TryParse(hexadecimal ? text[2..] : text, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, null, out tag) && tag <= Largest;
    }

    /// <summary>What to tell somebody who wrote something else.</summary>
    public static string Wrong(string text) => $"'{text}' is no tag; tags go from 0x00 to 0x{Largest:X2}";
}
