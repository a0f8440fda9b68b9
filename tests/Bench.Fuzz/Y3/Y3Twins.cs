using System.Buffers;
using Bench.Y3;

namespace Bench.Fuzz;

/// <summary>Two readers step by step, and what must hold at each step.</summary>
internal static class Y3Twins
{
    /// <summary>The reader over a span and the one over pieces of the same bytes, into all nodes, up to the first fault.</summary>
    /// <param name="end">Of what the readers were given, in the message.</param>
    internal static OperationStatus Walk(Y3Reader whole, Y3SequenceReader split, Y3Options options, int end)
    {
        while (true)
        {
            int before = whole.Position;
            bool read = whole.Read();
            FuzzFault.UnlessEqual(read, split.Read(), "both readers find as many packets");
            FuzzFault.UnlessEqual(whole.Status, split.Status, "both readers say the same status");
            FuzzFault.UnlessEqual(whole.Position, split.Position, "both readers are at the same position");
            if (!read)
            {
                if (whole.Status == OperationStatus.Done)
                {
                    FuzzFault.UnlessEqual(end, whole.Position, "Done is said at the end");
                    return OperationStatus.Done;
                }
                FuzzFault.UnlessEqual(whole.Offset, split.Offset, "both readers say the same offset of a fault");
                FuzzFault.Unless(whole.Offset >= before && whole.Offset <= end, "a fault is inside the input");
                FuzzFault.Unless(!whole.Read() && !split.Read(), "nothing is read behind a fault");
                return whole.Status;
            }
            FuzzFault.UnlessEqual(whole.Tag, split.Tag, "both readers see the same tag");
            FuzzFault.UnlessEqual(before, whole.Offset, "a packet begins where the one before it ends");
            FuzzFault.Unless(whole.ValueOffset >= before + 2 && whole.Position >= whole.ValueOffset && whole.Position <= end, "positions go forward and stay inside");
            FuzzFault.UnlessEqual((whole.Offset, whole.ValueOffset, whole.Depth), ((int)split.Offset, (int)split.ValueOffset, split.Depth), "both readers say the same offsets");
            FuzzFault.Unless(Same(whole.Value, split.Value) && Same(whole.Packet, split.Packet), "both readers see the same bytes");
            FuzzFault.Unless(whole.Value.Length <= options.MaxLength, "no value is longer than the limit");
            Y3Values.Same(whole, split);
            Y3Values.Again(whole, options);
            if (!whole.Tag.IsNode)
                continue;
            OperationStatus inside = Walk(whole.Enter(), split.Enter(), options, whole.Depth < options.MaxDepth ? whole.Position : whole.Offset);
            FuzzFault.Unless(inside != OperationStatus.NeedMoreData, "a node that is there needs no more data");
            if (inside != OperationStatus.Done)
                return inside;
        }
    }

    /// <summary>Writes what was read: the same tags and values, each length as short as it can be.</summary>
    internal static void Copy(Y3Reader reader, ref Y3Writer writer)
    {
        Span<byte> header = stackalloc byte[Y3Header.MaxSize];
        while (reader.Read())
            if (reader.Tag.IsNode)
            {
                Y3Scope scope = writer.Begin(reader.Tag);
                Copy(reader.Enter(), ref writer);
                writer.End(scope);
            }
            else if (reader.Tag.IsSlice)
            {
                // No writer of a value sets this bit.
                header[0] = reader.Tag.Value;
                PVarInt.TryWrite(header[1..], reader.Value.Length, out int size);
                writer.WriteEncoded(header[..(1 + size)]);
                writer.WriteEncoded(reader.Value);
            }
            else
            {
                writer.WriteBytes(reader.Tag.Id, reader.Value);
            }
    }

    internal static void SameTree(Y3Reader left, Y3Reader right)
    {
        while (left.Read())
        {
            FuzzFault.Unless(right.Read(), "what is written again has as many packets");
            FuzzFault.UnlessEqual(left.Tag, right.Tag, "what is written again has the same tags");
            if (left.Tag.IsNode)
                SameTree(left.Enter(), right.Enter());
            else
                FuzzFault.Unless(left.Value.SequenceEqual(right.Value), "what is written again has the same values");
        }
        FuzzFault.Unless(!right.Read() && right.Status == OperationStatus.Done, "what is written again has no more packets");
    }

    private static bool Same(ReadOnlySpan<byte> whole, ReadOnlySequence<byte> split)
    {
        if (whole.Length != split.Length)
            return false;
        foreach (ReadOnlyMemory<byte> piece in split)
        {
            if (!whole[..piece.Length].SequenceEqual(piece.Span))
                return false;
            whole = whole[piece.Length..];
        }
        return true;
    }
}
