using System.Buffers;
using Bench.Y3;

namespace Bench.Streaming;

/// <summary>The outside of every frame: one Y3 node packet, its first byte the kind.</summary>
internal static class Frame
{
    /// <summary>Header bytes that a frame has at most.</summary>
    internal const int MaxHeader = Y3Header.MaxSize;

    internal static int Size(int bodyLength) => 1 + PVarInt.Size(bodyLength) + bodyLength;

    /// <summary>Finds the frame that the bytes begin with.</summary>
    /// <param name="size">Of the whole frame; 0 while the header is not complete.</param>
    /// <param name="body">Offset of the node's value.</param>
    /// <returns>Whether the whole frame is there.</returns>
    /// <exception cref="FrameException">The length is negative, or above the limit.</exception>
    internal static bool TryFind(ReadOnlySpan<byte> bytes, int maxSize, out int size, out int body)
    {
        (size, body) = (0, 0);
        switch (Y3Header.TryRead(bytes, out Y3Header header))
        {
            case OperationStatus.NeedMoreData:
                return false;
            case OperationStatus.Done when header.Length <= maxSize - header.Size:
                (size, body) = (header.Size + header.Length, header.Size);
                return bytes.Length >= size;
            case OperationStatus.Done:
                throw new FrameException($"a frame of {header.Length} bytes is above the limit of {maxSize}");
            default:
                throw new FrameException("the length of a frame is no number of bytes");
        }
    }

    /// <summary>Writes tag and length of a packet whose value follows.</summary>
    /// <returns>Bytes written.</returns>
    internal static int WriteHeader(Span<byte> destination, byte tag, int length)
    {
        destination[0] = tag;
        PVarInt.TryWrite(destination[1..], length, out int written);
        return 1 + written;
    }

    /// <summary>Writes a primitive packet: tag, length, value.</summary>
    /// <returns>Bytes written.</returns>
    internal static int WritePacket(Span<byte> destination, byte tag, ReadOnlySpan<byte> value)
    {
        int header = WriteHeader(destination, tag, value.Length);
        value.CopyTo(destination[header..]);
        return header + value.Length;
    }

    /// <summary>Takes the first packet off <paramref name="packets"/>.</summary>
    /// <param name="offset">Where <paramref name="packets"/> begins in the frame's body; moved behind the packet.</param>
    /// <param name="start">Of the value in the body.</param>
    /// <exception cref="FrameException">It ends beyond what is there.</exception>
    internal static byte TakePacket(ref ReadOnlySpan<byte> packets, ref int offset, out int start, out int length)
    {
        if (Y3Header.TryRead(packets, out Y3Header header) != OperationStatus.Done || header.Length > packets.Length - header.Size)
            throw new FrameException($"a packet at byte {offset} of a frame reaches beyond its end");
        (start, length) = (offset + header.Size, header.Length);
        packets = packets[(header.Size + header.Length)..];
        offset += header.Size + header.Length;
        return header.Tag.Value;
    }
}
