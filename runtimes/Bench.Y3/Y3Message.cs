using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Bench.Y3;

/// <summary>Whole messages: <c>81 L ( tag L members )</c>, a root with one observed node, as YoMo's sources send them.</summary>
public static class Y3Message
{
    /// <summary>Sequence id of the node around each message.</summary>
    public const int RootId = 0x01;

    /// <param name="observe">Sequence id of the record's node: what a stream function subscribes to.</param>
    public static OperationStatus Encode<T>(IBufferWriter<byte> output, int observe, T record, Y3Options? options = null)
        where T : IY3Record<T>
    {
        Y3Writer writer = new(output, options);
        return Encode(ref writer, observe, record);
    }

    /// <param name="written">0 unless Done.</param>
    /// <returns><see cref="OperationStatus.DestinationTooSmall"/> if it does not fit.</returns>
    /// <inheritdoc cref="Encode{T}(IBufferWriter{byte}, int, T, Y3Options?)"/>
    public static OperationStatus Encode<T>(Span<byte> destination, int observe, T record, out int written, Y3Options? options = null)
        where T : IY3Record<T>
    {
        Y3Writer writer = new(destination, options);
        OperationStatus status = Encode(ref writer, observe, record);
        written = status == OperationStatus.Done ? (int)writer.Written : 0;
        return status;
    }

    /// <summary>Finds the first node in the root that has the observed id, and reads it.</summary>
    /// <param name="offset">Of the fault; on Done the message's end.</param>
    /// <returns><see cref="OperationStatus.NeedMoreData"/> if the message is not whole; <see cref="OperationStatus.InvalidData"/> also where no such node is in it.</returns>
    public static OperationStatus Decode<T>(ReadOnlySpan<byte> message, int observe, [NotNullWhen(true)] out T? record, out int offset, Y3Options? options = null)
        where T : IY3Record<T>
    {
        record = default;
        Y3Reader root = new(message, options);
        if (!root.Read())
            return Fault(root, out offset);
        if (root.Tag != Y3Tag.Node(RootId))
        {
            offset = root.Offset;
            return OperationStatus.InvalidData;
        }
        Y3Reader inside = root.Enter();
        Y3Tag wanted = Y3Tag.Node(observe);
        while (inside.Read())
            if (inside.Tag == wanted)
                return T.Read(inside.Enter(), out record, out offset);
        return Fault(inside, out offset);
    }

    private static OperationStatus Encode<T>(ref Y3Writer writer, int observe, T record)
        where T : IY3Record<T>
    {
        Y3Scope root = writer.Begin(Y3Tag.Node(RootId));
        Y3Scope observed = writer.Begin(Y3Tag.Node(observe));
        record.Write(ref writer);
        writer.End(observed);
        writer.End(root);
        return writer.Finish();
    }

    private static OperationStatus Fault(Y3Reader reader, out int offset)
    {
        offset = reader.Status == OperationStatus.Done ? reader.Position : reader.Offset;
        return reader.Status switch
        {
            OperationStatus.Done when reader.Depth == 0 => OperationStatus.NeedMoreData,
            OperationStatus.Done => OperationStatus.InvalidData,
            OperationStatus other => other,
        };
    }
}
