using System.Buffers;
using System.Numerics;

namespace Bench.Y3;

/// <summary>
/// Two's complement in groups of seven bits, most significant first; bit 7 of a byte says that another follows, bit 6 of
/// the first byte is the sign. -1 is 7F, 64 is 80 40.
/// </summary>
/// <remarks>Source: yomorun/y3, encoding/pvarint.go. Vectors: tests/vectors/y3-pvarint.json.</remarks>
public static class PVarInt
{
    /// <summary>Bytes of the longest 64-bit value.</summary>
    public const int MaxSize = 10;

    private const int GroupBits = 7;
    private const byte More = 0x80, GroupMask = 0x7F, SignBit = 0x40;

    /// <returns>1 to 10.</returns>
    public static int Size(long value) => ((64 - BitOperations.LeadingZeroCount((ulong)(value ^ (value >> 63)))) / GroupBits) + 1;

    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <returns>False when it does not fit; nothing is written then.</returns>
    public static bool TryWrite(Span<byte> destination, long value, out int written)
    {
        written = 0;
        int size = Size(value);
        if (destination.Length < size)
            return false;
        for (int shift = (size - 1) * GroupBits; shift > 0; shift -= GroupBits)
            destination[written++] = (byte)((byte)(value >> shift) | More);
        destination[written++] = (byte)(value & GroupMask);
        return true;
    }

    /// <summary>Longer forms than necessary are read too, as the Go library does.</summary>
    /// <param name="read">Bytes of the number; on a fault those up to and with the byte where it shows.</param>
    /// <returns><see cref="OperationStatus.NeedMoreData"/> if the last byte continues; <see cref="OperationStatus.InvalidData"/> if the number does not fit in 64 bits.</returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> source, out long value, out int read)
    {
        value = 0;
        read = 0;
        if (source.IsEmpty)
            return OperationStatus.NeedMoreData;
        byte first = source[0];
        value = (first & SignBit) != 0 ? -1 : 0;
        // Ten groups are 70 bits: what the first of them holds above bit 63 must be copies of the sign.
        bool fullHead = (first & GroupMask) is 0 or GroupMask;
        while (read < source.Length)
        {
            byte group = source[read++];
            if (read > MaxSize || (read == MaxSize && !fullHead))
                return OperationStatus.InvalidData;
            value = (value << GroupBits) | (uint)(group & GroupMask);
            if ((group & More) == 0)
                return OperationStatus.Done;
        }
        return read == MaxSize ? OperationStatus.InvalidData : OperationStatus.NeedMoreData;
    }
}
