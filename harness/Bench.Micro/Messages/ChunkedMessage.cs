using System.Buffers;

namespace Bench.Micro;

/// <summary>A message as it arrives: in chunks that lie apart in memory.</summary>
internal sealed class ChunkedMessage
{
    private readonly byte[][] _chunks;

    /// <param name="chunkBytes">Of every chunk but the last.</param>
    public ChunkedMessage(byte[] message, int chunkBytes)
    {
        _chunks = [.. message.Chunk(chunkBytes)];
        Segment? first = null, last = null;
        List<ReadOnlySequence<byte>> arrivals = [];
        foreach (byte[] chunk in _chunks)
        {
            last = new Segment(chunk, last);
            arrivals.Add(new ReadOnlySequence<byte>(first ??= last, 0, last, chunk.Length));
        }
        Arrivals = [.. arrivals];
    }

    /// <summary>What has arrived after each chunk; the last one is the message.</summary>
    public ReadOnlySequence<byte>[] Arrivals { get; }

    /// <summary>The chunks from the first on, one a read.</summary>
    public ChunkStream OpenStream() => new(_chunks);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(byte[] chunk, Segment? before)
        {
            Memory = chunk;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
