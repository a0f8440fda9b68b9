using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Bench.Y3;

/// <summary>Values of packets, for readers that hold one whole value. Nothing here throws on what it reads.</summary>
public static class Y3Primitive
{
    /// <summary>Of any value that is a number or a bool.</summary>
    internal const int MaxSize = PVarInt.MaxSize;

    /// <returns><see cref="OperationStatus.InvalidData"/> if the value is empty, too long or out of range, or holds more than the number.</returns>
    public static OperationStatus ReadInt64(ReadOnlySpan<byte> source, Y3Integers integers, out long value)
    {
        if (integers == Y3Integers.NVarInt)
            return NVarInt.TryRead(source, out value);
        OperationStatus status = PVarInt.TryRead(source, out value, out int read);
        return status == OperationStatus.Done && read == source.Length ? status : OperationStatus.InvalidData;
    }

    /// <inheritdoc cref="ReadInt64"/>
    public static OperationStatus ReadInt32(ReadOnlySpan<byte> source, Y3Integers integers, out int value)
    {
        OperationStatus status = ReadInt64(source, integers, out long wide);
        value = (int)wide;
        return wide == value ? status : OperationStatus.InvalidData;
    }

    /// <summary>An empty value is false, and so is every other than 01.</summary>
    public static bool ReadBool(ReadOnlySpan<byte> source) => !source.IsEmpty && source[0] == 1;

    /// <returns><see cref="OperationStatus.InvalidData"/> if the bytes are no UTF-8.</returns>
    public static OperationStatus ReadString(ReadOnlySpan<byte> source, out string value)
    {
        if (Ascii.IsValid(source))
        {
            value = Encoding.Latin1.GetString(source);   // ASCII is a part of it, and no other decoder is faster.
            return OperationStatus.Done;
        }
        if (!Utf8.IsValid(source))
        {
            value = "";
            return OperationStatus.InvalidData;
        }
        value = Encoding.UTF8.GetString(source);
        return OperationStatus.Done;
    }
}
