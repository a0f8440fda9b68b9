using System.Buffers;
using System.Numerics;

namespace Bench.Y3;

/// <summary>IEEE 754, big-endian, without the zero bytes at the end; at least one byte. 1f is 3F 80, 0 is 00. The wire does not say which width it was.</summary>
/// <remarks>Source: yomorun/y3, encoding/varfloat.go. Vectors: tests/vectors/y3-varfloat.json.</remarks>
public static class VarFloat
{
    /// <returns>1 to 4.</returns>
    public static int Size(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return bits == 0 ? 1 : sizeof(float) - (BitOperations.TrailingZeroCount(bits) / 8);
    }

    /// <returns>1 to 8.</returns>
    public static int Size(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        return bits == 0 ? 1 : sizeof(double) - (BitOperations.TrailingZeroCount(bits) / 8);
    }

    /// <param name="destination">At least <see cref="Size(float)"/> bytes.</param>
    /// <returns>False when it does not fit; nothing is written then.</returns>
    public static bool TryWrite(Span<byte> destination, float value, out int written) =>
        TryWrite(destination, (ulong)BitConverter.SingleToUInt32Bits(value) << 32, Size(value), out written);

    /// <param name="destination">At least <see cref="Size(double)"/> bytes.</param>
    /// <returns>False when it does not fit; nothing is written then.</returns>
    public static bool TryWrite(Span<byte> destination, double value, out int written) =>
        TryWrite(destination, BitConverter.DoubleToUInt64Bits(value), Size(value), out written);

    /// <param name="source">The whole value.</param>
    /// <returns><see cref="OperationStatus.InvalidData"/> unless there are 1 to 4 bytes.</returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> source, out float value)
    {
        bool fits = TryReadHead(source, sizeof(float), out ulong head);
        value = BitConverter.UInt32BitsToSingle((uint)(head >> 32));
        return fits ? OperationStatus.Done : OperationStatus.InvalidData;
    }

    /// <param name="source">The whole value.</param>
    /// <returns><see cref="OperationStatus.InvalidData"/> unless there are 1 to 8 bytes.</returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> source, out double value)
    {
        bool fits = TryReadHead(source, sizeof(double), out ulong head);
        value = BitConverter.UInt64BitsToDouble(head);
        return fits ? OperationStatus.Done : OperationStatus.InvalidData;
    }

    private static bool TryWrite(Span<byte> destination, ulong head, int size, out int written)
    {
        written = 0;
        if (destination.Length < size)
            return false;
        while (written < size)
        {
            destination[written] = (byte)(head >> (56 - (8 * written)));
            written++;
        }
        return true;
    }

    private static bool TryReadHead(ReadOnlySpan<byte> source, int width, out ulong head)
    {
        head = 0;
        if (source.IsEmpty || source.Length > width)
            return false;
        for (int at = 0; at < source.Length; at++)
            head |= (ulong)source[at] << (56 - (8 * at));
        return true;
    }
}
