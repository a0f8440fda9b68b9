namespace Bench.Tests;

/// <summary>Bytes as the vectors write them: <c>0A 02 00 FF</c>.</summary>
internal static class Hex
{
    internal static byte[] Bytes(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    internal static string Text(ReadOnlySpan<byte> bytes) => string.Join(' ', bytes.ToArray().Select(static one => one.ToString("X2")));
}
