using System.IO.Pipelines;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Packets whose bytes come while they are written.</summary>
public sealed class PartTests
{
    private const string Vector = "10 0B 11 02 01 02 12 05 01 02 03 04 05";

    /// <summary>yomorun/y3, stream_encode_test.go.</summary>
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    [InlineData(1)]
    public async Task A_node_with_a_value_from_a_stream_is_the_known_bytes_however_it_is_written_and_read(int batch)
    {
        byte[][] chunks = [.. Hex.Bytes("01 02 03 04 05").Chunk(batch)];
        Y3Part fromStream = Y3Part.Node(new Y3Tag(0x10), Y3Part.Encoded(Hex.Bytes("11 02 01 02")), Y3Part.Value(new Y3Tag(0x12), MadeUpStream.Of(chunks), 5));
        Y3Part fromPieces = Y3Part.Node(new Y3Tag(0x10), Y3Part.Encoded(Hex.Bytes("11 02 01 02")), Y3Part.Value(new Y3Tag(0x12), Pieces(chunks), 5));
        foreach (Y3Part part in (IEnumerable<Y3Part>)[fromStream, fromPieces])
        {
            Assert.Equal(13, part.Size);
            Pipe pipe = new();
            Task<FlushResult> written = CompleteAsync(part, pipe.Writer);
            List<byte> read = [];
            byte[] room = new byte[Math.Min(batch, 16)];
            Stream reader = pipe.Reader.AsStream();
            for (int count; (count = await reader.ReadAsync(room)) > 0;)
                read.AddRange(room.AsSpan(0, count));
            Assert.Equal(Vector, Hex.Text([.. read]));
            await written;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(300_000)]
    public async Task Values_of_every_length_come_back_through_nodes_in_nodes(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(static at => (byte)at)];
        Y3Part message = Y3Part.Node(Y3Tag.Node(1), Y3Part.Node(Y3Tag.Node(0x30), Y3Part.Node(Y3Tag.Node(0x31)), Y3Part.Value(Y3Tag.Primitive(0x11), MadeUpStream.Of(bytes), length)), Y3Part.Value(Y3Tag.Primitive(0x12), Pieces(bytes, []), length));
        Pipe pipe = new();
        Task<FlushResult> written = CompleteAsync(message, pipe.Writer);
        Y3Hub hub = new(pipe.Reader);
        Task<List<byte[]>> first = hub.ObserveAsync(0x11).Select(static value => value.Bytes.ToArray()).ToListAsync().AsTask();
        Task<List<byte[]>> second = hub.ObserveAsync(0x12).Select(static value => value.Bytes.ToArray()).ToListAsync().AsTask();
        Task<List<byte[]>> empty = hub.ObserveAsync(0x31).Select(static value => value.Bytes.ToArray()).ToListAsync().AsTask();
        await hub.RunAsync();
        await written;
        Assert.Equal(bytes, Assert.Single(await first));
        Assert.Equal(bytes, Assert.Single(await second));
        Assert.Empty(Assert.Single(await empty));
    }

    [Fact]
    public void What_is_put_together_of_parts_is_what_the_writer_writes() =>
        Prop.ForAll(PacketGen.Messages, static packets =>
        {
            byte[] expected = PacketTree.Encoded(packets);
            MemoryStream written = new();
            PipeWriter writer = PipeWriter.Create(written);
            foreach (PacketTree packet in packets)
            {
                Y3Part part = Part(packet);
                Assert.Equal(PacketTree.Encoded([packet]).Length, part.Size);
                part.WriteToAsync(writer).AsTask().GetAwaiter().GetResult();
            }
            Assert.Equal(Hex.Text(expected), Hex.Text(written.ToArray()));   // flushed, without the writer being completed
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public async Task A_reader_that_takes_nothing_leaves_the_source_unread()
    {
        const int threshold = 1000, chunk = 100;
        MadeUpStream source = MadeUpStream.Of(Enumerable.Repeat(new byte[chunk], 100));
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: threshold, resumeWriterThreshold: threshold / 2));
        Task<FlushResult> written = CompleteAsync(Y3Part.Value(Y3Tag.Primitive(0x11), source, 100 * chunk), pipe.Writer);
        Assert.False(written.IsCompleted);   // a source that is there at once: it is where it can get to
        Assert.Equal(threshold / chunk, source.Reads);
        long passed = 0;
        for (ReadResult read = default; !read.IsCompleted;)
        {
            read = await pipe.Reader.ReadAsync();
            passed += read.Buffer.Length;
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }
        Assert.Equal(4 + (100 * chunk), passed);
        await written;
    }

    [Fact]
    public async Task A_reader_that_wants_no_more_ends_the_writing()
    {
        MadeUpStream source = MadeUpStream.Of(Enumerable.Repeat(new byte[100], 100));
        Pipe pipe = new();
        await pipe.Reader.CompleteAsync();
        Y3Part message = Y3Part.Node(Y3Tag.Node(1), Y3Part.Value(Y3Tag.Primitive(0x11), source, 10_000), Y3Part.Value(Y3Tag.Primitive(0x12), Pieces([1]), 1));
        Assert.True((await message.WriteToAsync(pipe.Writer)).IsCompleted);
        Assert.Equal(0, source.Reads);
        Assert.True((await Y3Part.Value(Y3Tag.Primitive(0x12), Pieces([1]), 1).WriteToAsync(pipe.Writer)).IsCompleted);
    }

    [Fact]
    public async Task Bytes_that_are_fewer_or_more_than_announced_are_an_error()
    {
        EndOfStreamException few = await Assert.ThrowsAsync<EndOfStreamException>(() => WriteAsync(Y3Part.Value(Y3Tag.Primitive(0x12), MadeUpStream.Of(new byte[4]), 5)));
        Assert.Equal("the value of packet 0x12 ended 1 bytes before its length, 5", few.Message);
        await Assert.ThrowsAsync<EndOfStreamException>(() => WriteAsync(Y3Part.Value(Y3Tag.Primitive(0x12), Pieces(new byte[2], new byte[2]), 5)));
        await Assert.ThrowsAsync<InvalidDataException>(() => WriteAsync(Y3Part.Value(Y3Tag.Primitive(0x12), Pieces(new byte[2], new byte[4]), 5)));
        await Assert.ThrowsAsync<InvalidDataException>(() => WriteAsync(Y3Part.Value(Y3Tag.Primitive(0x12), Pieces(new byte[2]), 0)));
    }

    [Fact]
    public async Task A_stream_is_read_up_to_the_length_and_no_further()
    {
        MemoryStream source = new(Hex.Bytes("01 02 03 04 05 06 07"));
        Assert.Equal("12 05 01 02 03 04 05", Hex.Text(await WriteAsync(Y3Part.Value(Y3Tag.Primitive(0x12), source, 5))));
        Assert.Equal(6, source.ReadByte());
    }

    [Fact]
    public void Lengths_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => Y3Part.Value(Y3Tag.Primitive(0x12), Stream.Null, -1));
        Y3Part large = Y3Part.Value(Y3Tag.Primitive(0x12), Stream.Null, int.MaxValue);
        Assert.Equal(6L + int.MaxValue, large.Size);
        Assert.Throws<ArgumentException>(() => Y3Part.Node(Y3Tag.Node(1), large));
    }

    [Fact]
    public async Task Cancellation_ends_a_flush_that_waits_and_a_read_that_waits()
    {
        using CancellationTokenSource flush = new(), read = new();
        Pipe full = new(new PipeOptions(pauseWriterThreshold: 10, resumeWriterThreshold: 5));
        Task<FlushResult> flushing = Y3Part.Value(Y3Tag.Primitive(0x11), MadeUpStream.Of(new byte[20]), 20).WriteToAsync(full.Writer, flush.Token).AsTask();
        Task<FlushResult> flushingPieces = Y3Part.Value(Y3Tag.Primitive(0x11), Pieces(new byte[20]), 20).WriteToAsync(new Pipe(new PipeOptions(pauseWriterThreshold: 10, resumeWriterThreshold: 5)).Writer, flush.Token).AsTask();
        Task<FlushResult> reading = Y3Part.Value(Y3Tag.Primitive(0x11), new Pipe().Reader.AsStream(), 20).WriteToAsync(new Pipe().Writer, read.Token).AsTask();
        Assert.False(flushing.IsCompleted || flushingPieces.IsCompleted || reading.IsCompleted);
        await flush.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushingPieces);
        await read.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        Task<FlushResult> pending = Y3Part.Value(Y3Tag.Primitive(0x11), MadeUpStream.Of(new byte[20]), 20).WriteToAsync(full.Writer).AsTask();
        full.Writer.CancelPendingFlush();
        await Assert.ThrowsAsync<OperationCanceledException>(() => pending);
    }

    /// <summary>A stream function that passes on what it observes, with another tag, while it comes.</summary>
    [Fact]
    public async Task Pieces_that_are_observed_can_be_written_on_before_the_last_has_come()
    {
        Pipe source = new(), sink = new();
        await source.Writer.WriteAsync(Hex.Bytes("81 07 11 05 01 02"));
        await using IAsyncEnumerator<Y3Piece> pieces = Y3Streaming.ObservePiecesAsync(source.Reader, 0x11).GetAsyncEnumerator();
        Assert.True(await pieces.MoveNextAsync());
        Task<FlushResult> written = CompleteAsync(Y3Part.Node(Y3Tag.Node(1), Y3Part.Value(Y3Tag.Primitive(0x21), RestOf(pieces), pieces.Current.TotalLength)), sink.Writer);
        ReadResult read = await sink.Reader.ReadAtLeastAsync(6);
        Assert.Equal("81 07 21 05 01 02", Hex.Text(System.Buffers.BuffersExtensions.ToArray(read.Buffer)));
        sink.Reader.AdvanceTo(read.Buffer.End);
        await source.Writer.WriteAsync(Hex.Bytes("03 04 05"));
        await source.Writer.CompleteAsync();
        read = await sink.Reader.ReadAtLeastAsync(3);
        Assert.Equal("03 04 05", Hex.Text(System.Buffers.BuffersExtensions.ToArray(read.Buffer)));
        await written;

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> RestOf(IAsyncEnumerator<Y3Piece> pieces)
        {
            do
                yield return pieces.Current.Memory;
            while (!pieces.Current.IsLast && await pieces.MoveNextAsync());
        }
    }

    private static Y3Part Part(PacketTree packet)
    {
        if (packet.Y3Tag.IsNode)
            return Y3Part.Node(packet.Y3Tag, [.. (packet.Packets ?? []).Select(Part)]);
        byte[] encoded = PacketTree.Encoded([packet]);
        Y3Header.TryRead(encoded, out Y3Header header);
        byte[] value = encoded[header.Size..];
        return (packet.Y3Tag.Id % 3) switch
        {
            0 => Y3Part.Encoded(encoded),
            1 => Y3Part.Value(packet.Y3Tag, MadeUpStream.Of(value.Chunk(5)), value.Length),
            _ => Y3Part.Value(packet.Y3Tag, Pieces([.. value.Chunk(5)]), value.Length),
        };
    }

    private static IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(params byte[][] pieces) =>
        pieces.ToAsyncEnumerable().Select(static piece => (ReadOnlyMemory<byte>)piece);

    private static async Task<byte[]> WriteAsync(Y3Part part)
    {
        MemoryStream written = new();
        await CompleteAsync(part, PipeWriter.Create(written, new StreamPipeWriterOptions(leaveOpen: true)));
        return written.ToArray();
    }

    private static async Task<FlushResult> CompleteAsync(Y3Part part, PipeWriter output)
    {
        FlushResult flushed = await part.WriteToAsync(output);
        await output.CompleteAsync();
        return flushed;
    }
}
