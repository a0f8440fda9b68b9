using System.Buffers;
using System.IO.Pipelines;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Several consumers of one stream.</summary>
public sealed class HubTests
{
    private const string Struct = "81 16 B0 14 10 04 79 6F 6D 6F 11 02 43 E4 92 08 13 02 41 F0 14 02 42 20";

    private static readonly Y3Decoder<float> s_single = static (packet, out value) => packet.GetSingle(out value);
    private static readonly Y3Decoder<int> s_int32 = static (packet, out value) => packet.GetInt32(out value);

    [Fact]
    public async Task Every_consumer_sees_every_match_of_its_id_wherever_the_stream_is_cut()
    {
        byte[] stream = Hex.Bytes($"{Struct} 81 02 13 00 {Struct}");
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            Y3Hub hub = new(MadeUpStream.ReaderOf(stream, cut));
            RecordingObserver<string> observer = new();
            hub.Observe<string>(0x13, Text).Subscribe(observer);
            Task<List<LevelRecord>> records = hub.ObserveAsync<LevelRecord>(0x30).ToListAsync().AsTask();
            Task<List<string>> levels = hub.ObserveAsync(0x11).Select(static value => $"{value.Offset}: {Hex.Text(value.Packet.Span)}").ToListAsync().AsTask();
            Task<List<float>> again = hub.ObserveAsync(0x11, s_single).ToListAsync().AsTask();
            Task<List<string>> pieces = hub.ObservePiecesAsync(0x10).Select(static piece => Hex.Text(piece.Memory.Span)).ToListAsync().AsTask();
            Task<List<Y3Value>> none = hub.ObserveAsync(0x3F).ToListAsync().AsTask();
            await hub.RunAsync();
            Assert.Equal([new LevelRecord("yomo", 456), new LevelRecord("yomo", 456)], await records);
            Assert.Equal(["10: 11 02 43 E4", "38: 11 02 43 E4"], await levels);
            Assert.Equal([456f, 456f], await again);
            Assert.Equal("79 6F 6D 6F 79 6F 6D 6F", string.Join(' ', await pieces));
            Assert.Empty(await none);
            Assert.Equal(["13 02 41 F0", "13 00", "13 02 41 F0", "completed"], observer.Calls);
        }
    }

    [Fact]
    public async Task A_slow_enumeration_leaves_the_source_unread()
    {
        const int capacity = 3, roots = 200, inHand = 1;
        int asked = 1, ahead = 0, made = 0;
        MadeUpStream source = new(room =>
        {
            if (made == roots)
                return 0;
            ahead = Math.Max(ahead, ++made - Volatile.Read(ref asked));
            byte[] root = [0x81, 3, 0x11, 1, (byte)(made % 100)];
            root.CopyTo(room);
            return root.Length;
        });
        Y3Hub hub = new(PipeReader.Create(source)) { QueueCapacity = capacity };
        Task<List<int>> fast = hub.ObserveAsync(0x11, s_int32).ToListAsync().AsTask();
        await using IAsyncEnumerator<int> slow = hub.ObserveAsync(0x11, s_int32).GetAsyncEnumerator();
        Task<bool> next = slow.MoveNextAsync().AsTask();
        Task run = hub.RunAsync();
        for (int i = 1; i <= roots; i++)
        {
            await source.HasBeenReadAsync(Math.Min(roots, asked + capacity + inHand));   // it comes as far as it can, and …
            Assert.True(await next);
            Assert.Equal(i % 100, slow.Current);
            Volatile.Write(ref asked, i + 1);
            next = slow.MoveNextAsync().AsTask();
        }
        Assert.False(await next);
        await run;
        Assert.Equal(capacity + inHand, ahead);   // … never came further
        Assert.Equal(roots, (await fast).Count);
    }

    [Fact]
    public async Task An_observer_holds_the_source_up_while_it_is_called()
    {
        MadeUpStream source = MadeUpStream.Of(Enumerable.Repeat(Hex.Bytes(Struct), 100));
        Y3Hub hub = new(PipeReader.Create(source));
        List<int> reads = [];
        hub.Observe(0x11).Subscribe(new RecordingObserver<Y3Value>(_ => reads.Add(source.Reads)));
        await hub.RunAsync();
        Assert.Equal(Enumerable.Range(1, 100), reads);
    }

    [Fact]
    public async Task An_enumeration_that_is_left_is_taken_off_and_the_others_go_on()
    {
        MadeUpStream source = MadeUpStream.Of(Enumerable.Repeat(Hex.Bytes(Struct), 100));
        Y3Hub hub = new(PipeReader.Create(source)) { QueueCapacity = 1 };
        IAsyncEnumerator<Y3Value> left = hub.ObserveAsync(0x11).GetAsyncEnumerator();
        Task<bool> first = left.MoveNextAsync().AsTask();
        Task<List<float>> all = hub.ObserveAsync(0x11, s_single).ToListAsync().AsTask();
        Task run = hub.RunAsync();
        Assert.True(await first);
        await source.HasBeenReadAsync(3);   // one taken, one queued, one for which there is no room
        await left.DisposeAsync();
        await run;
        Assert.Equal(100, (await all).Count);
    }

    [Fact]
    public async Task A_consumer_of_pieces_that_leaves_is_taken_off_and_the_others_go_on()
    {
        MadeUpStream source = MadeUpStream.Of([Hex.Bytes("81 81 08 11 81 05"), .. Enumerable.Repeat(new byte[7], 19)]);
        Y3Hub hub = new(PipeReader.Create(source));
        IAsyncEnumerator<Y3Piece> left = hub.ObservePiecesAsync(0x11).GetAsyncEnumerator();
        Task<bool> first = left.MoveNextAsync().AsTask();
        Task<List<int>> offsets = hub.ObservePiecesAsync(0x11).Select(static piece => piece.Offset).ToListAsync().AsTask();
        Task<List<Y3Value>> whole = hub.ObserveAsync(0x11).ToListAsync().AsTask();
        Task run = hub.RunAsync();
        Assert.True(await first);
        await source.HasBeenReadAsync(4);   // one piece read, one in the other buffer, one for which there is none
        await left.DisposeAsync();
        await run;
        Assert.Equal(Enumerable.Range(0, 19).Select(static i => 7 * i), await offsets);
        Assert.Equal(133, Assert.Single(await whole).Bytes.Length);
    }

    [Fact]
    public async Task A_token_of_a_consumer_ends_that_consumer_only()
    {
        Pipe pipe = new();
        Y3Hub hub = new(pipe.Reader);
        using CancellationTokenSource cancellation = new();
        Task<Ended<Y3Value>> cancelled = Ended<Y3Value>.Of(hub.ObserveAsync(0x11, cancellation.Token));
        Task<Ended<float>> cancelledDecoder = Ended<float>.Of(hub.ObserveAsync(0x11, s_single, cancellation.Token));
        Task<Ended<LevelRecord>> cancelledRecords = Ended<LevelRecord>.Of(hub.ObserveAsync<LevelRecord>(0x30, cancellation.Token));
        Task<Ended<Y3Piece>> cancelledPieces = Ended<Y3Piece>.Of(hub.ObservePiecesAsync(0x11, cancellation.Token));
        Task<Ended<Y3Value>> other = Ended<Y3Value>.Of(hub.ObserveAsync(0x11));
        Task run = hub.RunAsync();
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, Assert.IsAssignableFrom<OperationCanceledException>((await cancelled).Error).CancellationToken);
        Assert.IsAssignableFrom<OperationCanceledException>((await cancelledDecoder).Error);
        Assert.IsAssignableFrom<OperationCanceledException>((await cancelledRecords).Error);
        Assert.IsAssignableFrom<OperationCanceledException>((await cancelledPieces).Error);
        await pipe.Writer.WriteAsync(Hex.Bytes(Struct));
        await pipe.Writer.CompleteAsync();
        await run;
        Assert.Equal((1, (Exception?)null), ((await other).Items.Count, (await other).Error));
    }

    [Fact]
    public async Task Cancelling_the_run_while_it_waits_for_bytes_ends_every_consumer_and_completes_the_source()
    {
        Pipe pipe = new();
        Y3Hub hub = new(pipe.Reader);
        using CancellationTokenSource cancellation = new();
        RecordingObserver<float> observer = new();
        hub.Observe(0x11, s_single).Subscribe(observer);
        Task<Ended<float>> values = Ended<float>.Of(hub.ObserveAsync(0x11, s_single));
        await pipe.Writer.WriteAsync(Hex.Bytes(Struct));
        Task run = hub.RunAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal([456f], (await values).Items);
        Assert.IsAssignableFrom<OperationCanceledException>((await values).Error);
        Assert.Equal((2, "456"), (observer.Calls.Count, observer.Calls[0]));
        Assert.StartsWith("error: ", observer.Calls[1], StringComparison.Ordinal);
        Assert.True((await pipe.Writer.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task Cancelling_the_run_while_it_waits_for_room_leaves_what_was_queued()
    {
        MadeUpStream source = MadeUpStream.Of(Enumerable.Range(1, 100).Select(static i => (byte[])[0x81, 3, 0x11, 1, (byte)i]));
        Y3Hub hub = new(PipeReader.Create(source)) { QueueCapacity = 2 };
        using CancellationTokenSource cancellation = new();
        IAsyncEnumerator<int> values = hub.ObserveAsync(0x11, s_int32).GetAsyncEnumerator();
        Task<bool> first = values.MoveNextAsync().AsTask();
        Task run = hub.RunAsync(cancellation.Token);
        Assert.True(await first);
        await source.HasBeenReadAsync(4);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(source.IsDisposed);
        foreach (int queued in (IEnumerable<int>)[2, 3])
        {
            Assert.True(await values.MoveNextAsync());
            Assert.Equal(queued, values.Current);
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await values.MoveNextAsync());
    }

    [Fact]
    public async Task Cancelling_the_run_while_a_piece_is_read_leaves_the_piece_as_it_is()
    {
        MadeUpStream source = MadeUpStream.Of([Hex.Bytes("81 81 08 11 81 05"), .. Enumerable.Range(1, 19).Select(static i => Enumerable.Repeat((byte)i, 7).ToArray())]);
        Y3Hub hub = new(PipeReader.Create(source));
        using CancellationTokenSource cancellation = new();
        IAsyncEnumerator<Y3Piece> pieces = hub.ObservePiecesAsync(0x11).GetAsyncEnumerator();
        Task<bool> first = pieces.MoveNextAsync().AsTask();
        Task run = hub.RunAsync(cancellation.Token);
        Assert.True(await first);
        await source.HasBeenReadAsync(4);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("01 01 01 01 01 01 01", Hex.Text(pieces.Current.Memory.Span));
        Assert.True(await pieces.MoveNextAsync());
        Assert.Equal("02 02 02 02 02 02 02", Hex.Text(pieces.Current.Memory.Span));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pieces.MoveNextAsync());
    }

    [Theory]
    [InlineData("81 04 11 02 43 E4 81 02 12 40", OperationStatus.InvalidData, 9)]
    [InlineData("81 04 11 02 43 E4 81 09 11 02 40", OperationStatus.NeedMoreData, 6)]
    public async Task A_fault_in_the_bytes_ends_every_consumer_behind_the_values_before_it(string hex, OperationStatus status, int offset)
    {
        byte[] stream = Hex.Bytes(hex);
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            Y3Hub hub = new(MadeUpStream.ReaderOf(stream, cut));
            RecordingObserver<float> observer = new();
            hub.Observe(0x11, s_single).Subscribe(observer);
            Task<Ended<float>> values = Ended<float>.Of(hub.ObserveAsync(0x11, s_single));
            Task<Ended<Y3Piece>> pieces = Ended<Y3Piece>.Of(hub.ObservePiecesAsync(0x13));
            Y3FormatException fault = await Assert.ThrowsAsync<Y3FormatException>(() => hub.RunAsync());
            Assert.Equal((status, (long)offset), (fault.Status, fault.Offset));
            Assert.Equal([456f], (await values).Items);
            Assert.Same(fault, (await values).Error);
            Assert.Same(fault, (await pieces).Error);
            Assert.Equal(["456", $"error: {fault.Message}"], observer.Calls);
        }
    }

    [Fact]
    public async Task An_error_of_the_source_is_passed_on_to_everybody()
    {
        Pipe pipe = new();
        IOException broken = new("the cable");
        await pipe.Writer.WriteAsync(Hex.Bytes(Struct));
        await pipe.Writer.CompleteAsync(broken);
        Y3Hub hub = new(pipe.Reader);
        Task<Ended<float>> values = Ended<float>.Of(hub.ObserveAsync(0x11, s_single));
        Assert.Same(broken, await Assert.ThrowsAsync<IOException>(() => hub.RunAsync()));
        Assert.Same(broken, (await values).Error);
    }

    [Fact]
    public async Task The_writer_learns_of_a_fault_in_its_bytes()
    {
        Pipe pipe = new();
        await pipe.Writer.WriteAsync(Hex.Bytes("7F 40"));
        Y3FormatException fault = await Assert.ThrowsAsync<Y3FormatException>(() => new Y3Hub(pipe.Reader).RunAsync());
        Assert.Same(fault, await Assert.ThrowsAsync<Y3FormatException>(async () => await pipe.Writer.WriteAsync(Hex.Bytes("00"))));
    }

    [Fact]
    public async Task A_value_that_cannot_be_decoded_ends_its_consumer_only()
    {
        Y3Hub hub = new(MadeUpStream.ReaderOf(Hex.Bytes("81 03 11 01 01 81 07 11 05 80 00 00 00 00 81 03 11 01 03")));
        Task<Ended<int>> numbers = Ended<int>.Of(hub.ObserveAsync(0x11, s_int32));
        Task<Ended<LevelRecord>> records = Ended<LevelRecord>.Of(hub.ObserveAsync<LevelRecord>(0x11));
        Task<Ended<Y3Value>> values = Ended<Y3Value>.Of(hub.ObserveAsync(0x11));
        await hub.RunAsync();
        Assert.Equal([1], (await numbers).Items);
        Assert.Equal(7, Assert.IsType<Y3FormatException>((await numbers).Error).Offset);
        Assert.Equal((0, 2L), ((await records).Items.Count, Assert.IsType<Y3FormatException>((await records).Error).Offset));
        Assert.Equal((3, (Exception?)null), ((await values).Items.Count, (await values).Error));
    }

    [Fact]
    public async Task A_value_that_is_too_long_to_be_held_ends_those_who_would_hold_it()
    {
        byte[] stream = Hex.Bytes($"81 81 02 11 80 40 {Hex.Text(new byte[64])} 12 3B {Hex.Text(new byte[59])} 12 00 81 02 12 00");
        Y3Hub hub = new(MadeUpStream.ReaderOf(stream, 50), new Y3Options { MaxLength = 63 });
        RecordingObserver<Y3Value> observer = new();
        hub.Observe(0x11).Subscribe(observer);
        Task<Ended<Y3Value>> values = Ended<Y3Value>.Of(hub.ObserveAsync(0x11));
        Task<Ended<int>> pieces = Ended<int>.Of(hub.ObservePiecesAsync(0x11).Select(static piece => piece.Memory.Length));
        Task<Ended<Y3Value>> others = Ended<Y3Value>.Of(hub.ObserveAsync(0x12));
        await hub.RunAsync();
        Y3FormatException fault = Assert.IsType<Y3FormatException>((await values).Error);
        Assert.Equal((OperationStatus.InvalidData, 4L), (fault.Status, fault.Offset));
        Assert.Equal([$"error: {fault.Message}"], observer.Calls);
        Assert.Equal([44, 20], (await pieces).Items);
        Assert.Equal([59, 0], (await others).Items.Select(static value => value.Bytes.Length));
    }

    [Fact]
    public async Task A_consumer_that_comes_late_begins_with_a_first_match()
    {
        Pipe pipe = new();
        Y3Hub hub = new(pipe.Reader);
        List<Task<List<Y3Value>>> late = [];
        hub.Observe(0x10).Subscribe(new RecordingObserver<Y3Value>(_ =>
        {
            late.Add(hub.ObserveAsync(0x11).ToListAsync().AsTask());   // wanted since this root began, and not yet there
            late.Add(hub.ObserveAsync(0x13).ToListAsync().AsTask());   // nobody wanted it when this root began
            late.Add(hub.ObserveAsync(0x10).ToListAsync().AsTask());   // was there already
        }));
        Task<List<Y3Value>> levels = hub.ObserveAsync(0x11).ToListAsync().AsTask();
        Task run = hub.RunAsync();
        await pipe.Writer.WriteAsync(Hex.Bytes("81 07 10 00"));
        await pipe.Writer.WriteAsync(Hex.Bytes("10 01 00 11 00"));
        await pipe.Writer.WriteAsync(Hex.Bytes("81 04 13 00 11 00"));
        await pipe.Writer.CompleteAsync();
        await run;
        Assert.Equal([7L, 13L], (await levels).Select(static value => value.Offset));
        Assert.Equal(["7 13", "11", ""], (await Task.WhenAll(late)).Select(static values => string.Join(' ', values.Select(static value => value.Offset))));
    }

    [Fact]
    public async Task A_consumer_that_comes_after_the_end_is_told_it_at_once()
    {
        Y3Hub done = new(MadeUpStream.ReaderOf(Hex.Bytes(Struct)));
        await done.RunAsync();
        RecordingObserver<Y3Value> observer = new();
        done.Observe(0x11).Subscribe(observer).Dispose();
        Assert.Equal(["completed"], observer.Calls);
        Assert.Empty(await done.ObserveAsync(0x11).ToListAsync());
        Assert.Empty(await done.ObservePiecesAsync(0x11).ToListAsync());

        Y3Hub broken = new(MadeUpStream.ReaderOf(Hex.Bytes("7F")));
        Y3FormatException fault = await Assert.ThrowsAsync<Y3FormatException>(() => broken.RunAsync());
        observer = new();
        broken.Observe(0x11).Subscribe(observer);
        Assert.Equal([$"error: {fault.Message}"], observer.Calls);
        Assert.Same(fault, (await Ended<Y3Value>.Of(broken.ObserveAsync(0x11))).Error);
    }

    [Fact]
    public async Task Without_consumers_the_source_is_read_to_its_end()
    {
        MadeUpStream source = MadeUpStream.Of(Enumerable.Repeat(Hex.Bytes(Struct), 10));
        Y3Hub hub = new(PipeReader.Create(source));
        await hub.RunAsync();
        Assert.Equal((11, true), (source.Reads, source.IsDisposed));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.RunAsync());
    }

    [Fact]
    public void Random_streams_in_random_chunks_give_each_consumer_what_it_would_see_alone() =>
        Prop.ForAll(StreamGen.Streams.ToArbitrary(), Gen.Choose(0, 4095).ListOf().ToArbitrary(), static (stream, numbers) =>
            CheckAsync(stream, stream.Cuts(numbers)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure);

    private static async Task CheckAsync(GeneratedStream stream, int[] cuts)
    {
        Y3Hub hub = new(MadeUpStream.ReaderOf(stream.Bytes, cuts)) { QueueCapacity = 2 };
        List<(int Id, Task<List<string>> Values, Task<List<byte>> Pieces, RecordingObserver<string> Observer)> consumers = [];
        foreach (int id in stream.Ids)
        {
            RecordingObserver<string> observer = new();
            hub.Observe<string>(id, Text).Subscribe(observer);
            consumers.Add((id, hub.ObserveAsync<string>(id, Text).ToListAsync().AsTask(), BytesAsync(hub.ObservePiecesAsync(id)), observer));
        }
        await hub.RunAsync();
        foreach ((int id, Task<List<string>> values, Task<List<byte>> pieces, RecordingObserver<string> observer) in consumers)
        {
            string[] packets = [.. Observed.ByReader(stream.Bytes, [id]).Packets.Select(static packet => packet.Packet)];
            Assert.Equal(packets, await values);
            Assert.Equal([.. packets, "completed"], observer.Calls);
            Assert.Equal(string.Concat(packets.Select(static packet => Value(packet))), Convert.ToHexString([.. await pieces]));
        }
    }

    private static string Value(string packet)
    {
        byte[] bytes = Hex.Bytes(packet);
        Y3Header.TryRead(bytes, out Y3Header header);
        return Convert.ToHexString(bytes.AsSpan(header.Size));
    }

    private static async Task<List<byte>> BytesAsync(IAsyncEnumerable<Y3Piece> pieces)
    {
        List<byte> bytes = [];
        await foreach (Y3Piece piece in pieces)
            bytes.AddRange(piece.Memory.Span);
        return bytes;
    }

    private static OperationStatus Text(Y3Reader packet, out string text)
    {
        text = Hex.Text(packet.Packet);
        return OperationStatus.Done;
    }
}
