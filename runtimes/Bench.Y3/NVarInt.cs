using System.Buffers;
using System.Numerics;

namespace Bench.Y3;

/// <summary>The fewest bytes of the two's complement, big-endian; where they end says the packet's length. -1 is FF, 255 is 00 FF.</summary>
/// <remarks>Source: yomorun/y3, encoding/nvarint.go. Vectors: tests/vectors/y3-nvarint.json.</remarks>
public static class NVarInt
{
    /// <summary>Bytes of the longest 64-bit value.</summary>
    public const int MaxSize = sizeof(long);

    /// <returns>1 to 8.</returns>
    public static int Size(long value) => ((64 - BitOperations.LeadingZeroCount((ulong)(value ^ (value >> 63)))) / 8) + 1;

    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <returns>False when it does not fit; nothing is written then.</returns>
    public static bool TryWrite(Span<byte> destination, long value, out int written)
    {
        written = 0;
        int size = Size(value);
        if (destination.Length < size)
            return false;
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
            destination[written++] = (byte)(value >> shift);
        return true;
    }

    /// <param name="source">The whole value; longer forms than necessary are read too, as the Go library does.</param>
    /// <returns><see cref="OperationStatus.InvalidData"/> unless there are 1 to 8 bytes.</returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> source, out long value)
    {
        value = 0;
        if (source.Length is 0 or > MaxSize)
            return OperationStatus.InvalidData;
        value = (sbyte)source[0];
        for (int at = 1; at < source.Length; at++)
            value = (value << 8) | source[at];
        return OperationStatus.Done;
    }
}
