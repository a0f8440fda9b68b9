using System.Globalization;

namespace Bench.Y3;

/// <summary>Bytes as people paste them: <c>0A0200FF</c>, <c>0a 02 00 ff</c>, <c>0x0A, 0x2, 0x0, 0xFF</c>, over any number of lines.</summary>
public static class Y3Hex
{
    private static readonly char[] s_between = [' ', '\t', '\r', '\n', ',', ':', '-'];

    /// <param name="fault">The piece of text that is no bytes; else empty.</param>
    public static bool TryParse(string text, out byte[] bytes, out string fault)
    {
        List<byte> parsed = [];
        bytes = [];
        fault = "";
        foreach (string piece in text.Split(s_between, StringSplitOptions.RemoveEmptyEntries))
        {
            bool marked = piece.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
            string digits = marked ? piece[2..] : piece;
            // Some programs print 0x4 for a byte.
            if (marked && digits.Length == 1)
                digits = $"0{digits}";
            if (digits.Length == 0 || digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            {
                fault = piece;
                return false;
            }
            for (int at = 0; at < digits.Length; at += 2)
                parsed.Add(byte.Parse(digits.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }
        bytes = [.. parsed];
        return true;
    }
}
