using System.Buffers;

namespace Bench.Y3;

/// <summary>Tag and length, the bytes before each value. The length is a signed <see cref="PVarInt"/> of 32 bits: 0 to 63 take one byte.</summary>
/// <param name="Size">Bytes of tag and length, 2 to 6.</param>
/// <param name="Length">Bytes of the value, at least 0.</param>
public readonly record struct Y3Header(Y3Tag Tag, int Size, int Length)
{
    /// <summary>Bytes of the longest header.</summary>
    public const int MaxSize = 1 + MaxLengthSize;

    internal const int MaxLengthSize = 5;

    /// <summary>A one-byte length is below this; above, the byte's sign bit makes it negative or its bit 7 goes on.</summary>
    internal const int OneByteLengths = 0x40;

    /// <summary>Reads the header that <paramref name="source"/> begins with. What follows is not looked at.</summary>
    /// <returns>
    /// <see cref="OperationStatus.NeedMoreData"/> if it ends too early; <see cref="OperationStatus.InvalidData"/> if the
    /// length is negative, does not fit in 32 bits or takes more than 5 bytes. The fault is at offset 1.
    /// </returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> source, out Y3Header header)
    {
        header = default;
        if (source.Length < 2)
            return OperationStatus.NeedMoreData;
        ReadOnlySpan<byte> rest = source[1..];
        OperationStatus status = PVarInt.TryRead(rest[..Math.Min(rest.Length, MaxLengthSize)], out long length, out int read);
        if ((rest[0] & 0x40) != 0 || length is < 0 or > int.MaxValue || (status == OperationStatus.NeedMoreData && read == MaxLengthSize))
            return OperationStatus.InvalidData;
        if (status == OperationStatus.Done)
            header = new Y3Header(new Y3Tag(source[0]), 1 + read, (int)length);
        return status;
    }

    /// <summary>Bytes that a length takes.</summary>
    internal static int LengthSize(int length) => length < OneByteLengths ? 1 : PVarInt.Size(length);
}
