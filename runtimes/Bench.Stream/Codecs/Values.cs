using System.Buffers.Binary;

namespace Bench.Streaming;

/// <summary>Values as functions take and give them.</summary>
internal static class Values
{
    /// <exception cref="FormatException">Not 8 bytes.</exception>
    internal static double Double(ReadOnlyMemory<byte> value) => BinaryPrimitives.ReadDoubleBigEndian(Checked(value, sizeof(double)));

    /// <exception cref="FormatException">Not 4 bytes.</exception>
    internal static float Single(ReadOnlyMemory<byte> value) => BinaryPrimitives.ReadSingleBigEndian(Checked(value, sizeof(float)));

    private static ReadOnlySpan<byte> Checked(ReadOnlyMemory<byte> value, int length) =>
        value.Length == length ? value.Span : throw new FormatException($"{value.Length} bytes are no number of {length}");
}
