using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;

namespace Bench.Streaming;

/// <summary>
/// Collects instants of messages in memory and writes them to a file at the end; the files of all nodes of one machine are
/// joined by transaction id, since their clock is the same. Threads may mark at once.
/// </summary>
/// <remarks>
/// File, little-endian: magic <c>BSTRACE1</c>, int64 ticks per second, int64 records lost for want of room, then records of
/// 24 bytes: int64 transaction, int64 timestamp, byte stage, byte tag, six bytes 0.
/// </remarks>
public sealed class StreamTrace
{
    /// <summary>Marks that a node's trace holds.</summary>
    public const int Room = 2_000_000;

    private const int RecordSize = 24;
    private readonly StreamMark[] _marks;
    private readonly long _every;
    private long _count;

    /// <param name="every">Only transactions whose number is a multiple of it are recorded.</param>
    public StreamTrace(int capacity, int every = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        _marks = new StreamMark[capacity];
        _every = every;
    }

    public static ReadOnlySpan<byte> Magic => "BSTRACE1"u8;

    public int Count => (int)Math.Min(Volatile.Read(ref _count), _marks.Length);

    /// <summary>Marks that found no room.</summary>
    public long Lost => Math.Max(0, Volatile.Read(ref _count) - _marks.Length);

    /// <param name="transaction">UTF-8; one that is not a decimal number is not recorded.</param>
    public bool Wants(ReadOnlySpan<byte> transaction, out long number) =>
        Utf8Parser.TryParse(transaction, out number, out int used) && used == transaction.Length && number % _every == 0;

    public bool Wants(long transaction) => transaction % _every == 0;

    public void Mark(long transaction, byte tag, StreamStage stage) => Mark(transaction, tag, stage, Stopwatch.GetTimestamp());

    public void Mark(long transaction, byte tag, StreamStage stage, long timestamp)
    {
        long index = Interlocked.Increment(ref _count) - 1;
        if (index < _marks.Length)
            _marks[index] = new StreamMark(transaction, timestamp, stage, tag);
    }

    public void Save(string path)
    {
        using FileStream file = File.Create(path);
        using BufferedStream output = new(file, 1 << 16);
        Span<byte> bytes = stackalloc byte[RecordSize];
        output.Write(Magic);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Stopwatch.Frequency);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Lost);
        output.Write(bytes[..16]);
        bytes.Clear();
        foreach (StreamMark mark in _marks.AsSpan(0, Count))
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, mark.Transaction);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], mark.Timestamp);
            bytes[16] = (byte)mark.Stage;
            bytes[17] = mark.Tag;
            output.Write(bytes);
        }
    }

    /// <exception cref="InvalidDataException">Not a trace, or cut off: says where.</exception>
    public static (IReadOnlyList<StreamMark> Marks, long TicksPerSecond, long Lost) Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int header = Magic.Length + 16;
        if (bytes.Length < header || !bytes.AsSpan().StartsWith(Magic) || (bytes.Length - header) % RecordSize != 0)
            throw new InvalidDataException($"{path}: not a whole stream trace ({bytes.Length} bytes)");
        StreamMark[] marks = new StreamMark[(bytes.Length - header) / RecordSize];
        for (int i = 0; i < marks.Length; i++)
        {
            ReadOnlySpan<byte> record = bytes.AsSpan(header + (i * RecordSize), RecordSize);
            marks[i] = new StreamMark(BinaryPrimitives.ReadInt64LittleEndian(record), BinaryPrimitives.ReadInt64LittleEndian(record[8..]), (StreamStage)record[16], record[17]);
        }
        return (marks, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)));
    }
}

/// <param name="Timestamp"><see cref="Stopwatch"/> ticks: on Linux nanoseconds of the monotonic clock, the same for all processes.</param>
public readonly record struct StreamMark(long Transaction, long Timestamp, StreamStage Stage, byte Tag);
