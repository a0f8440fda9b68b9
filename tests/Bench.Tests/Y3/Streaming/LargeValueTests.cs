using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>1 GB in one value, through memory that does not grow with it.</summary>
public sealed class LargeValueTests
{
    private const int Size = 1 << 30, Period = 251, Room = 1 << 20;

    private static readonly byte[] s_filler = [.. Enumerable.Range(0, (1 << 16) + Period).Select(static at => (byte)(at % Period))];

    [Fact]
    public void A_value_of_1_GB_that_nobody_observes_is_passed_in_constant_memory()
    {
        MadeUpStream source = RootWith(0x12);
        (float Level, long Offset) seen = default;
        long allocated = AllocatedBy(async () =>
        {
            await foreach (Y3Value value in Y3Streaming.ObserveAsync(Reader(source), 0x11))
                seen = (value.Open().GetSingle(out float level) == System.Buffers.OperationStatus.Done ? level : 0, value.Offset);
        });
        Assert.Equal((456f, 12L + Size), seen);
        Assert.InRange(source.Reads, Size / (1 << 16), int.MaxValue);
        Assert.InRange(allocated, 0, Room);
    }

    [Fact]
    public void A_value_of_1_GB_is_handed_on_in_pieces_in_constant_memory()
    {
        long passed = 0;
        bool last = false, right = true;
        long allocated = AllocatedBy(async () =>
        {
            await foreach (Y3Piece piece in Y3Streaming.ObservePiecesAsync(Reader(RootWith(0x12)), 0x12))
            {
                right &= piece.TotalLength == Size && piece.Offset == passed && !last && IsFiller(piece);
                passed += piece.Memory.Length;
                last = piece.IsLast;
            }
        });
        Assert.Equal((Size, true, true), (passed, last, right));
        Assert.InRange(allocated, 0, Room);
    }

    [Fact]
    public async Task A_hub_hands_1_GB_on_in_the_same_two_buffers()
    {
        Y3Hub hub = new(Reader(RootWith(0x12)));
        Task<List<long>> behind = hub.ObserveAsync(0x11).Select(static value => value.Offset).ToListAsync().AsTask();
        HashSet<byte[]> buffers = [];
        Task<(int Passed, bool Right)> passed = PassAsync();
        await hub.RunAsync();
        Assert.Equal((Size, true), await passed);
        Assert.Equal([12L + Size], await behind);
        Assert.Equal(2, buffers.Count);

        async Task<(int Passed, bool Right)> PassAsync()
        {
            (int passed, bool right) = (0, true);
            await foreach (Y3Piece piece in hub.ObservePiecesAsync(0x12))
            {
                right &= piece.Offset == passed && IsFiller(piece) && MemoryMarshal.TryGetArray(piece.Memory, out ArraySegment<byte> memory) && (buffers.Contains(memory.Array!) || buffers.Add(memory.Array!));
                passed += piece.Memory.Length;
            }
            return (passed, right);
        }
    }

    /// <summary>A root with a value of 1 GB, and <c>11 02 43 E4</c> behind it.</summary>
    private static MadeUpStream RootWith(int id)
    {
        byte[] head = [0x81, .. Length(6 + Size + 4), Y3Tag.Primitive(id).Value, .. Length(Size)];
        byte[] tail = Hex.Bytes("11 02 43 E4");
        long at = -head.Length;
        return new MadeUpStream(room =>
        {
            ReadOnlySpan<byte> next = at < 0 ? head.AsSpan(head.Length + (int)at)
                : at < Size ? s_filler.AsSpan((int)(at % Period), (int)Math.Min(1 << 16, Size - at))
                : tail.AsSpan((int)(at - Size));
            int count = Math.Min(next.Length, room.Length);
            next[..count].CopyTo(room.Span);
            at += count;
            return count;
        });
    }

    private static PipeReader Reader(MadeUpStream source) => PipeReader.Create(source, new StreamPipeReaderOptions(bufferSize: 1 << 16));

    private static bool IsFiller(Y3Piece piece) => piece.Memory.Span.SequenceEqual(s_filler.AsSpan(piece.Offset % Period, piece.Memory.Length));

    private static byte[] Length(int length)
    {
        byte[] bytes = new byte[PVarInt.Size(length)];
        PVarInt.TryWrite(bytes, length, out _);
        return bytes;
    }

    private static long AllocatedBy(Func<Task> run)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Task done = run();
        Assert.True(done.IsCompletedSuccessfully, done.Exception?.ToString());   // so that no other thread had a part in it
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
