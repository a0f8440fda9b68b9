using System.Buffers;
using System.IO.Pipelines;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>One consumer of a stream.</summary>
public sealed class StreamingTests
{
    private const string Struct = "81 16 B0 14 10 04 79 6F 6D 6F 11 02 43 E4 92 08 13 02 41 F0 14 02 42 20";

    private static readonly Y3Decoder<float> s_single = static (packet, out value) => packet.GetSingle(out value);
    private static readonly Y3Decoder<int> s_int32 = static (packet, out value) => packet.GetInt32(out value);

    [Theory]
    [MemberData(nameof(ScannerTests.ObservedVectors), MemberType = typeof(ScannerTests))]
    public async Task An_observer_of_a_known_stream_is_given_the_known_packets_wherever_it_is_cut(string hex, int id, string[] packets)
    {
        byte[] stream = Hex.Bytes(hex);
        for (int cut = 0; cut <= stream.Length; cut++)
            Assert.Equal(packets, await PacketsAsync(MadeUpStream.ReaderOf(stream, cut, (cut + 7) % stream.Length), id));
    }

    /// <summary>The Go library looks for the byte: it would take 11 00 out of the text, and 11 04 from a length that is 11.</summary>
    [Fact]
    public async Task A_byte_of_a_value_or_a_length_that_equals_the_id_is_no_packet()
    {
        Assert.Equal(["11 02 43 E4"], await PacketsAsync("81 0A 10 04 11 00 51 91 11 02 43 E4", 0x11));
        byte[] filler = new byte[0x11];
        filler.AsSpan().Fill(0x04);
        Assert.Equal(["11 02 43 E4"], await PacketsAsync($"81 17 10 11 {Hex.Text(filler)} 11 02 43 E4", 0x11));
    }

    /// <summary>The Go library hands on an empty value and goes on as if in its middle: all that follows is lost.</summary>
    [Fact]
    public async Task A_packet_behind_an_empty_one_is_found() =>
        Assert.Equal(["11 00", "11 02 43 E4", "11 00", "11 00"], await PacketsAsync("81 02 11 00 81 04 11 02 43 E4 81 04 10 00 11 00 81 02 11 00", 0x11));

    /// <summary>The Go library's ToInt32 and the others say 0 and no error.</summary>
    [Theory]
    [InlineData("81 00 81 07 11 05 80 00 00 00 00")]   // no 32 bits
    [InlineData("81 00 81 02 11 00")]                  // no bits
    public async Task A_value_that_cannot_be_decoded_is_an_error_at_its_packet(string hex)
    {
        Ended<int> ended = await Ended<int>.Of(Y3Streaming.ObserveAsync(MadeUpStream.ReaderOf(Hex.Bytes(hex)), 0x11, s_int32));
        Y3FormatException fault = Assert.IsType<Y3FormatException>(ended.Error);
        Assert.Equal((0, OperationStatus.InvalidData, 4L), (ended.Items.Count, fault.Status, fault.Offset));
    }

    /// <summary>The Go library takes every byte with the root's id for a root.</summary>
    [Fact]
    public async Task A_node_with_the_roots_id_inside_a_root_is_a_node_like_any_other()
    {
        Assert.Equal(["11 01 01", "11 01 03"], await PacketsAsync("81 08 81 03 11 01 01 11 01 02 81 03 11 01 03", 0x11));
        Assert.Equal(["12 01 02"], await PacketsAsync("81 0B 10 00 81 02 01 00 01 00 12 01 02", 0x12));
        Assert.Equal(["81 03 11 01 01"], await PacketsAsync("81 05 81 03 11 01 01", 0x01));
    }

    [Fact]
    public async Task A_value_is_there_while_the_rest_of_its_root_is_still_on_the_way()
    {
        Pipe pipe = new();
        await using IAsyncEnumerator<float> levels = Y3Streaming.ObserveAsync(pipe.Reader, 0x11, s_single).GetAsyncEnumerator();
        Task<bool> next = levels.MoveNextAsync().AsTask();
        await pipe.Writer.WriteAsync(Hex.Bytes("81 16 B0 14 10 04 79 6F 6D 6F 11 02 43"));
        Assert.False(next.IsCompleted);
        await pipe.Writer.WriteAsync(Hex.Bytes("E4"));
        Assert.True(await next);
        Assert.Equal(456f, levels.Current);

        next = levels.MoveNextAsync().AsTask();
        await pipe.Writer.WriteAsync(Hex.Bytes("92 08 13 02 41 F0 14 02 42 20 81 04 11 02 40 40"));
        Assert.True(await next);
        Assert.Equal(3f, levels.Current);
        await pipe.Writer.CompleteAsync();
        Assert.False(await levels.MoveNextAsync());
    }

    [Fact]
    public async Task Values_are_the_consumers_to_keep()
    {
        byte[] stream = Hex.Bytes(Struct);
        MadeUpStream source = MadeUpStream.Of(Enumerable.Range(0, 300).Select(i => (byte[])[.. stream[..13], (byte)i, .. stream[14..]]));
        List<Y3Value> values = await Y3Streaming.ObserveAsync(PipeReader.Create(source), 0x11).ToListAsync();   // from memory that the reader uses again and again
        Assert.Equal(Enumerable.Range(0, 300).Select(static i => $"11 02 43 {(byte)i:X2}"), values.Select(static value => Hex.Text(value.Packet.Span)));
        Assert.Equal(Enumerable.Range(0, 300).Select(static i => (24L * i) + 10), values.Select(static value => value.Offset));
    }

    [Fact]
    public async Task A_value_says_what_it_is_and_opens_as_a_reader_in_the_streams_dialect()
    {
        Y3Value value = Assert.Single(await Y3Streaming.ObserveAsync(MadeUpStream.ReaderOf(Hex.Bytes("81 04 0A 02 81 7F"), 4), 0x0A, Dialects.PVarInt).ToListAsync());
        Assert.Equal((Y3Tag.Primitive(0x0A), 2L, "0A 02 81 7F", "81 7F"), (value.Tag, value.Offset, Hex.Text(value.Packet.Span), Hex.Text(value.Bytes.Span)));
        Assert.Equal(OperationStatus.Done, value.Open().GetInt32(out int number));
        Assert.Equal(255, number);
        Assert.Equal([-32385], await Y3Streaming.ObserveAsync(MadeUpStream.ReaderOf(Hex.Bytes("81 04 0A 02 81 7F")), 0x0A, s_int32).ToListAsync());
        Assert.Equal([255], await Y3Streaming.ObserveAsync(MadeUpStream.ReaderOf(Hex.Bytes("81 04 0A 02 81 7F")), 0x0A, s_int32, Dialects.PVarInt).ToListAsync());
    }

    [Fact]
    public async Task Records_are_read_wherever_the_stream_is_cut()
    {
        byte[] stream = Hex.Bytes($"{Struct} {Struct}");
        for (int cut = 0; cut <= stream.Length; cut++)
            Assert.Equal([new LevelRecord("yomo", 456), new LevelRecord("yomo", 456)], await Y3Streaming.ObserveAsync<LevelRecord>(MadeUpStream.ReaderOf(stream, cut), 0x30).ToListAsync());
    }

    [Theory]
    [InlineData("81 02 30 00", 2)]                                    // no node
    [InlineData("10 00 81 06 B0 04 11 02 43 E4 81 04 B0 02 11 40", 15)]   // a length inside the record
    [InlineData("10 00 81 05 B0 03 11 02 43", 7)]
    [InlineData("10 00 81 04 B0 02 11 00", 8)]                        // a value inside the record
    public async Task A_fault_in_a_record_is_told_with_its_place_in_the_stream(string hex, int offset)
    {
        Ended<LevelRecord> ended = await Ended<LevelRecord>.Of(Y3Streaming.ObserveAsync<LevelRecord>(MadeUpStream.ReaderOf(Hex.Bytes(hex), hex.Length / 4), 0x30));
        Y3FormatException fault = Assert.IsType<Y3FormatException>(ended.Error);
        Assert.Equal((OperationStatus.InvalidData, (long)offset), (fault.Status, fault.Offset));
    }

    [Theory]
    [InlineData("81 03 11 01 01 81 02 12 40", OperationStatus.InvalidData, 8)]
    [InlineData("81 03 11 01 01 81 05 12 01 01", OperationStatus.NeedMoreData, 5)]
    [InlineData("81 03 11 01 01 81 05 11 03 01", OperationStatus.NeedMoreData, 5)]
    [InlineData("81 03 11 01 01 81", OperationStatus.NeedMoreData, 5)]
    public async Task A_fault_ends_the_enumeration_behind_the_values_before_it_and_tells_the_writer(string hex, OperationStatus status, int offset)
    {
        Pipe pipe = new();
        await pipe.Writer.WriteAsync(Hex.Bytes(hex));
        if (status == OperationStatus.NeedMoreData)
            await pipe.Writer.CompleteAsync();
        Ended<Y3Piece> ended = await Ended<Y3Piece>.Of(Y3Streaming.ObservePiecesAsync(pipe.Reader, 0x11));
        Y3FormatException fault = Assert.IsType<Y3FormatException>(ended.Error);
        Assert.Equal((status, (long)offset), (fault.Status, fault.Offset));
        Assert.Equal((1, 0), (ended.Items[0].TotalLength, ended.Items[0].Offset));
        if (status == OperationStatus.InvalidData)
            Assert.Same(fault, await Record.ExceptionAsync(async () => await pipe.Writer.WriteAsync(Hex.Bytes("00"))));

        byte[] stream = Hex.Bytes(hex);
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            Ended<Y3Value> values = await Ended<Y3Value>.Of(Y3Streaming.ObserveAsync(MadeUpStream.ReaderOf(stream, cut), 0x11));
            fault = Assert.IsType<Y3FormatException>(values.Error);
            Assert.Equal((1, status, (long)offset), (values.Items.Count, fault.Status, fault.Offset));
        }
    }

    [Fact]
    public async Task A_value_that_is_too_long_to_be_held_is_refused_before_its_bytes_are_waited_for()
    {
        Y3Options options = new() { MaxLength = 63 };
        Pipe pipe = new();
        await pipe.Writer.WriteAsync(Hex.Bytes("81 88 00 11 80 40"));
        Y3FormatException fault = await Assert.ThrowsAsync<Y3FormatException>(async () => await Y3Streaming.ObserveAsync(pipe.Reader, 0x11, options).ToListAsync());
        Assert.Equal((OperationStatus.InvalidData, 4L), (fault.Status, fault.Offset));

        byte[] stream = Hex.Bytes($"81 81 00 12 80 40 {Hex.Text(new byte[64])} 11 3B {Hex.Text(new byte[59])}");   // the root and what nobody wants are longer, too
        Assert.Equal(59, Assert.Single(await Y3Streaming.ObserveAsync(MadeUpStream.ReaderOf(stream), 0x11, options).ToListAsync()).Bytes.Length);
        Assert.Equal(64, Assert.Single(await Y3Streaming.ObservePiecesAsync(MadeUpStream.ReaderOf(stream), 0x12, options).ToListAsync()).TotalLength);
    }

    [Fact]
    public async Task Pieces_are_handed_on_before_the_rest_of_the_value_has_come()
    {
        Pipe pipe = new();
        await using IAsyncEnumerator<Y3Piece> pieces = Y3Streaming.ObservePiecesAsync(pipe.Reader, 0x11).GetAsyncEnumerator();
        foreach ((string hex, int offset, bool last) in (IEnumerable<(string, int, bool)>)[("81 09 11 07 01 02", 0, false), ("03", 2, false), ("04 05 06 07", 3, true)])
        {
            await pipe.Writer.WriteAsync(Hex.Bytes(hex));
            Assert.True(await pieces.MoveNextAsync());
            Assert.Equal((Y3Tag.Primitive(0x11), 7, offset, last), (pieces.Current.Tag, pieces.Current.TotalLength, pieces.Current.Offset, pieces.Current.IsLast));
            Assert.EndsWith(Hex.Text(pieces.Current.Memory.Span), hex, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_empty_value_is_one_empty_piece()
    {
        List<Y3Piece> pieces = await Y3Streaming.ObservePiecesAsync(MadeUpStream.ReaderOf(Hex.Bytes("81 02 11 00 81 02 91 00"), 3, 4), 0x11).ToListAsync();
        Assert.Equal([(Y3Tag.Primitive(0x11), 0, true), (Y3Tag.Node(0x11), 0, true)], pieces.Select(static piece => (piece.Tag, piece.Memory.Length, piece.IsLast)));
    }

    [Fact]
    public async Task Leaving_the_loop_completes_the_reader()
    {
        MadeUpStream source = MadeUpStream.Of(Hex.Bytes(Struct), Hex.Bytes(Struct));
        await foreach (float level in Y3Streaming.ObserveAsync(PipeReader.Create(source), 0x11, s_single))
        {
            Assert.Equal((456f, false, 1), (level, source.IsDisposed, source.Reads));
            break;
        }
        Assert.Equal((true, 1), (source.IsDisposed, source.Reads));
    }

    [Fact]
    public async Task A_consumer_that_asks_for_nothing_leaves_the_source_unread()
    {
        MadeUpStream source = MadeUpStream.Of(Enumerable.Repeat(Hex.Bytes(Struct), 1000));
        IAsyncEnumerable<float> levels = Y3Streaming.ObserveAsync(PipeReader.Create(source), 0x11, s_single);
        Assert.Equal(0, source.Reads);
        int taken = 0;
        await foreach (float _ in levels)
            Assert.Equal(++taken, source.Reads);
        Assert.Equal(1000, taken);
    }

    [Fact]
    public async Task Cancellation_ends_a_read_that_waits_and_completes_the_reader()
    {
        Pipe pipe = new();
        using CancellationTokenSource cancellation = new();
        await using IAsyncEnumerator<Y3Value> values = Y3Streaming.ObserveAsync(pipe.Reader, 0x11, ct: cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        await pipe.Writer.WriteAsync(Hex.Bytes("81 03 11 01 01 81 03 11 01"));
        Assert.True(await values.MoveNextAsync());
        Task<bool> next = values.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.True((await pipe.Writer.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task Cancellation_before_the_first_read_reads_nothing_and_completes_the_reader()
    {
        MadeUpStream source = MadeUpStream.Of(Hex.Bytes(Struct));
        await using (IAsyncEnumerator<Y3Value> values = Y3Streaming.ObserveAsync(PipeReader.Create(source), 0x11).GetAsyncEnumerator(new CancellationToken(canceled: true)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await values.MoveNextAsync());
        Assert.Equal((0, true), (source.Reads, source.IsDisposed));
    }

    [Fact]
    public async Task Every_way_to_observe_is_cancelled_by_the_token_it_is_given()
    {
        CancellationToken ct = new(canceled: true);
        Assert.IsAssignableFrom<OperationCanceledException>((await Ended<Y3Value>.Of(Y3Streaming.ObserveAsync(new Pipe().Reader, 0x11, ct: ct))).Error);
        Assert.IsAssignableFrom<OperationCanceledException>((await Ended<float>.Of(Y3Streaming.ObserveAsync(new Pipe().Reader, 0x11, s_single, ct: ct))).Error);
        Assert.IsAssignableFrom<OperationCanceledException>((await Ended<LevelRecord>.Of(Y3Streaming.ObserveAsync<LevelRecord>(new Pipe().Reader, 0x30, ct: ct))).Error);
        Assert.IsAssignableFrom<OperationCanceledException>((await Ended<Y3Piece>.Of(Y3Streaming.ObservePiecesAsync(new Pipe().Reader, 0x11, ct: ct))).Error);
    }

    [Fact]
    public async Task A_cancelled_pending_read_is_a_cancellation()
    {
        Pipe pipe = new();
        Task<bool> next = Y3Streaming.ObserveAsync(pipe.Reader, 0x11).GetAsyncEnumerator().MoveNextAsync().AsTask();
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await next);
        Assert.True((await pipe.Writer.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task An_error_of_the_source_is_passed_on_behind_the_values_before_it()
    {
        Pipe pipe = new();
        await pipe.Writer.WriteAsync(Hex.Bytes(Struct));
        IOException broken = new("the cable");
        Task<Ended<float>> ended = Ended<float>.Of(Y3Streaming.ObserveAsync(pipe.Reader, 0x11, s_single));
        await pipe.Writer.CompleteAsync(broken);
        Assert.Equal([456f], (await ended).Items);
        Assert.Same(broken, (await ended).Error);
    }

    [Fact]
    public async Task An_error_of_the_decoder_is_the_consumers_and_completes_the_reader()
    {
        MadeUpStream source = MadeUpStream.Of(Hex.Bytes(Struct));
        Y3Decoder<int> broken = static (packet, out value) => throw new NotSupportedException();
        await Assert.ThrowsAsync<NotSupportedException>(async () => await Y3Streaming.ObserveAsync(PipeReader.Create(source), 0x11, broken).ToListAsync());
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public void An_id_that_no_tag_can_have_is_refused_at_once() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => Y3Streaming.ObserveAsync(MadeUpStream.ReaderOf([]), 64));

    [Fact]
    public void Random_streams_in_random_chunks_give_the_values_that_a_reader_of_the_whole_finds() =>
        Prop.ForAll(StreamGen.Streams.ToArbitrary(), Gen.Choose(0, 4095).ListOf().ToArbitrary(), static (stream, numbers) =>
        {
            int id = stream.Ids[0];
            Observed whole = Observed.ByReader(stream.Bytes, [id]);
            int[] cuts = stream.Cuts(numbers);
            List<Y3Value> values = Y3Streaming.ObserveAsync(MadeUpStream.ReaderOf(stream.Bytes, cuts), id).ToBlockingEnumerable().ToList();
            Assert.Equal(whole.Packets.Select(static packet => (packet.Offset, packet.Packet)), values.Select(static value => (value.Offset, Hex.Text(value.Packet.Span))));
            Assert.Equal(values.Select(static value => Hex.Text(value.Bytes.Span)), PutTogether(Y3Streaming.ObservePiecesAsync(MadeUpStream.ReaderOf(stream.Bytes, cuts), id).ToBlockingEnumerable()));
            PipeReader oneRead = PipeReader.Create(stream.Bytes.Length > 0 ? Pieces.Of(stream.Bytes, cuts) : default);   // it does not take empty segments only
            Assert.Equal(values.Select(static value => value.Offset), Y3Streaming.ObserveAsync(oneRead, id).ToBlockingEnumerable().ToList().Select(static value => value.Offset));
        }).Check(Config.QuickThrowOnFailure);

    private static List<string> PutTogether(IEnumerable<Y3Piece> pieces)
    {
        List<string> values = [];
        List<byte> value = [];
        foreach (Y3Piece piece in pieces)
        {
            Assert.Equal(value.Count, piece.Offset);
            value.AddRange(piece.Memory.Span);
            Assert.Equal(piece.IsLast, value.Count == piece.TotalLength);
            if (!piece.IsLast)
                continue;
            values.Add(Hex.Text([.. value]));
            value.Clear();
        }
        Assert.Empty(value);
        return values;
    }

    private static Task<List<string>> PacketsAsync(string hex, int id) => PacketsAsync(MadeUpStream.ReaderOf(Hex.Bytes(hex)), id);

    private static async Task<List<string>> PacketsAsync(PipeReader source, int id) =>
        await Y3Streaming.ObserveAsync(source, id).Select(static value => Hex.Text(value.Packet.Span)).ToListAsync();
}
