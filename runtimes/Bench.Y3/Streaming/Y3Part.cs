using System.IO.Pipelines;

namespace Bench.Y3;

/// <summary>
/// A packet that is written before all its bytes are there: their number is known, they come from a stream or in pieces, and
/// are never held. Written once.
/// </summary>
/// <example><code>
/// Y3Part message = Y3Part.Node(Y3Tag.Node(0x01), Y3Part.Encoded(name), Y3Part.Value(Y3Tag.Primitive(0x12), file, length));
/// await message.WriteToAsync(pipe.Writer, ct);
/// </code></example>
/// <remarks>Source: yomorun/y3, stream_encoder.go, which takes one stream, as the last packet of one node.</remarks>
public abstract class Y3Part
{
    private protected Y3Part(long size) => Size = size;

    /// <summary>Bytes that are written, tag and length included.</summary>
    public long Size { get; }

    /// <summary>Packets that were encoded before.</summary>
    public static Y3Part Encoded(ReadOnlyMemory<byte> packets) => new EncodedPart(packets);

    /// <param name="bytes">Is read up to <paramref name="length"/>; the rest is left in it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static Y3Part Value(Y3Tag tag, Stream bytes, int length) => new StreamPart(tag, bytes, length);

    /// <param name="pieces">Have <paramref name="length"/> bytes together.</param>
    /// <inheritdoc cref="Value(Y3Tag, Stream, int)"/>
    public static Y3Part Value(Y3Tag tag, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, int length) => new PiecesPart(tag, pieces, length);

    /// <param name="tag">Usually that of a node; y3's stream encoder is also called with that of a primitive.</param>
    /// <exception cref="ArgumentException">The parts have more bytes than a length can say.</exception>
    public static Y3Part Node(Y3Tag tag, params ReadOnlySpan<Y3Part> parts) => new NodePart(tag, parts.ToArray());

    /// <summary>Writes and flushes, as fast as the reader at the other end takes it. The writer is not completed, and needs to be with an error if this throws: its last packet is torn then.</summary>
    /// <returns>Of the last flush. <see cref="FlushResult.IsCompleted"/>: the reader wants no more, and what followed was not written.</returns>
    /// <exception cref="EndOfStreamException">There were fewer bytes than the length says.</exception>
    /// <exception cref="InvalidDataException">There were more bytes in the pieces.</exception>
    /// <exception cref="OperationCanceledException">Also if somebody calls <see cref="PipeWriter.CancelPendingFlush"/>.</exception>
    public abstract ValueTask<FlushResult> WriteToAsync(PipeWriter output, CancellationToken ct = default);

    /// <summary>What has a header of its own.</summary>
    private abstract class Packet(Y3Tag tag, int length) : Y3Part(1L + Y3Header.LengthSize(length) + length)
    {
        protected int Length => length;

        protected void WriteHeader(PipeWriter output)
        {
            Span<byte> header = output.GetSpan(Y3Header.MaxSize);
            header[0] = tag.Value;
            PVarInt.TryWrite(header[1..], length, out int lengthSize);
            output.Advance(1 + lengthSize);
        }

        /// <summary>Lets the other end know what comes while the first bytes of it are waited for.</summary>
        protected ValueTask<FlushResult> WriteHeaderAsync(PipeWriter output, CancellationToken ct)
        {
            WriteHeader(output);
            return output.FlushNowAsync(ct);
        }

        protected EndOfStreamException TooShort(int missing) => new($"the value of packet {tag} ended {missing} bytes before its length, {length}");

        protected InvalidDataException TooLong() => new($"the value of packet {tag} goes on behind its length, {length}");

        protected static int Checked(int length)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            return length;
        }
    }

    private sealed class EncodedPart(ReadOnlyMemory<byte> packets) : Y3Part(packets.Length)
    {
        public override ValueTask<FlushResult> WriteToAsync(PipeWriter output, CancellationToken ct) => output.WritePartsAsync(packets, ct);
    }

    private sealed class NodePart(Y3Tag tag, Y3Part[] parts) : Packet(tag, Sum(parts))
    {
        public override async ValueTask<FlushResult> WriteToAsync(PipeWriter output, CancellationToken ct)
        {
            WriteHeader(output);
            if (parts.Length == 0)
                return await output.FlushNowAsync(ct);
            FlushResult flushed = default;
            foreach (Y3Part part in parts)
            {
                flushed = await part.WriteToAsync(output, ct);
                if (flushed.IsCompleted)
                    break;
            }
            return flushed;
        }

        private static int Sum(Y3Part[] parts)
        {
            long size = parts.Sum(static part => part.Size);
            return size <= int.MaxValue ? (int)size : throw new ArgumentException($"the parts have {size} bytes, more than a length can say", nameof(parts));
        }
    }

    private sealed class StreamPart(Y3Tag tag, Stream bytes, int length) : Packet(tag, Checked(length))
    {
        public override async ValueTask<FlushResult> WriteToAsync(PipeWriter output, CancellationToken ct)
        {
            FlushResult flushed = await WriteHeaderAsync(output, ct);
            for (int missing = Length; missing > 0 && !flushed.IsCompleted;)
            {
                Memory<byte> room = output.GetMemory();
                int read = await bytes.ReadAsync(room[..Math.Min(room.Length, missing)], ct);
                if (read == 0)
                    throw TooShort(missing);
                missing -= read;
                output.Advance(read);
                flushed = await output.FlushNowAsync(ct);
            }
            return flushed;
        }
    }

    private sealed class PiecesPart(Y3Tag tag, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, int length) : Packet(tag, Checked(length))
    {
        public override async ValueTask<FlushResult> WriteToAsync(PipeWriter output, CancellationToken ct)
        {
            FlushResult flushed = await WriteHeaderAsync(output, ct);
            if (flushed.IsCompleted)
                return flushed;
            int missing = Length;
            await foreach (ReadOnlyMemory<byte> piece in pieces.WithCancellation(ct))
            {
                if (piece.Length > missing)
                    throw TooLong();
                missing -= piece.Length;
                flushed = await output.WritePartsAsync(piece, ct);
                if (flushed.IsCompleted)
                    return flushed;
            }
            return missing == 0 ? flushed : throw TooShort(missing);
        }
    }
}
