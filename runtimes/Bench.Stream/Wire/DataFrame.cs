using Bench.Y3;

namespace Bench.Streaming;

/// <summary>
/// Tagged data: node 3F { node 2F { 01 transaction id }, node 2E { tag data } }. The tag of the data is the user's own, 0 to 3F.
/// </summary>
/// <param name="Broadcast">Field 4 of the meta node, YoMo 1.7's: to every instance of a function. Never sent on, since a 1.6 client may take it for the id.</param>
/// <param name="DataStart">In the body, as are the other starts.</param>
/// <remarks>Source: YoMo 1.6, core/frame/data_frame.go, meta_frame.go, payload_frame.go. Vectors: tests/vectors/yomo-frames.json.</remarks>
internal readonly record struct DataFrame(byte Tag, int TransactionStart, int TransactionLength, int DataStart, int DataLength, bool Broadcast)
{
    internal const byte MaxTag = 0x3F;

    private const byte TransactionField = 0x01, BroadcastField = 0x04;

    /// <param name="body">Value of the frame's node.</param>
    /// <exception cref="FrameException">A packet reaches beyond its node, or there is no data.</exception>
    internal static DataFrame Parse(ReadOnlySpan<byte> body)
    {
        DataFrame frame = new(0xFF, 0, 0, 0, 0, false);
        int offset = 0;
        ReadOnlySpan<byte> rest = body;
        while (!rest.IsEmpty)
        {
            byte kind = Frame.TakePacket(ref rest, ref offset, out int start, out int length);
            if (kind == FrameKind.Meta)
                frame = WithMeta(frame, body.Slice(start, length), start);
            else if (kind == FrameKind.Payload)
                frame = WithPayload(frame, body.Slice(start, length), start);
        }
        return frame.Tag <= MaxTag ? frame : throw new FrameException("a data frame without data");
    }

    /// <summary>Bytes of the whole frame.</summary>
    internal static int Size(int transaction, int data, bool broadcast) => Frame.Size(BodySize(transaction, data, broadcast));

    /// <param name="destination">At least <see cref="Size(int, int, bool)"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    internal static int Write(Span<byte> destination, byte tag, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> data, bool broadcast)
    {
        int written = Frame.WriteHeader(destination, FrameKind.Data, BodySize(transaction.Length, data.Length, broadcast));
        written += Frame.WriteHeader(destination[written..], FrameKind.Meta, MetaSize(transaction.Length, broadcast));
        written += Frame.WritePacket(destination[written..], TransactionField, transaction);
        if (broadcast)
            written += Frame.WritePacket(destination[written..], BroadcastField, [1]);
        written += Frame.WriteHeader(destination[written..], FrameKind.Payload, Frame.Size(data.Length));
        return written + Frame.WritePacket(destination[written..], tag, data);
    }

    private static int BodySize(int transaction, int data, bool broadcast) =>
        Frame.Size(MetaSize(transaction, broadcast)) + Frame.Size(Frame.Size(data));

    private static int MetaSize(int transaction, bool broadcast) => Frame.Size(transaction) + (broadcast ? Frame.Size(1) : 0);

    private static DataFrame WithMeta(DataFrame frame, ReadOnlySpan<byte> meta, int offset)
    {
        ReadOnlySpan<byte> rest = meta;
        int at = 0;
        while (!rest.IsEmpty)
        {
            byte field = Frame.TakePacket(ref rest, ref at, out int start, out int length);
            if (field == TransactionField)
                frame = frame with { TransactionStart = offset + start, TransactionLength = length };
            else if (field == BroadcastField)
                frame = frame with { Broadcast = Y3Primitive.ReadBool(meta.Slice(start, length)) };
        }
        return frame;
    }

    private static DataFrame WithPayload(DataFrame frame, ReadOnlySpan<byte> payload, int offset)
    {
        if (payload.IsEmpty)
            throw new FrameException("a payload without a packet");
        int at = 0;
        byte tag = Frame.TakePacket(ref payload, ref at, out int start, out int length);
        return tag <= MaxTag
            ? frame with { Tag = tag, DataStart = offset + start, DataLength = length }
            : throw new FrameException($"the tag 0x{tag:X2} of data is above 0x{MaxTag:X2}");
    }
}
