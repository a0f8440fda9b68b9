using System.Buffers;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>What strangers send costs no more than its bytes, and what we write costs no allocation.</summary>
public sealed class LimitTests
{
    /// <summary>The largest number that five groups of seven bits hold without a sign: 2 GB less one byte.</summary>
    private static readonly byte[] s_claim = [0x81, 0x87, 0xFF, 0xFF, 0xFF, 0x7F, 0x10, 0x02, 0x41, 0x42];

    [Fact]
    public void A_length_of_2_GB_on_ten_bytes_costs_nothing()
    {
        foreach (Y3Options options in (Y3Options[])[Y3Options.Default, new() { MaxLength = int.MaxValue }])
        {
            OperationStatus expected = options.MaxLength == int.MaxValue ? OperationStatus.NeedMoreData : OperationStatus.InvalidData;
            ReadOnlySequence<byte> pieces = Pieces.OfOneByte(s_claim);
            Assert.Equal((expected, expected, 0), Allocated(() =>
            {
                Y3Reader reader = new(s_claim, options);
                Y3SequenceReader split = new(pieces, options);
                bool none = !reader.Read() && !split.Read();
                return none ? (reader.Status, split.Status) : (OperationStatus.Done, OperationStatus.Done);
            }));
        }
    }

    [Fact]
    public void A_value_as_long_as_the_limit_is_read_and_one_byte_more_is_a_fault()
    {
        Y3Options options = new() { MaxLength = 100 };
        for (int length = 99; length <= 101; length++)
        {
            byte[] message = PacketTree.Encoded([new PacketTree { Tag = "10", Type = "bytes", Value = Hex.Text(new byte[length]) }]);
            Seen seen = Seen.By(message, options);
            Seen.Same(seen, Seen.By(Pieces.OfOneByte(message), options));
            Assert.Equal(length <= 100 ? (OperationStatus.Done, message.Length) : (OperationStatus.InvalidData, 1), (seen.Status, seen.Offset));
            // Before a byte of the value is there.
            Assert.Equal(length <= 100 ? OperationStatus.NeedMoreData : OperationStatus.InvalidData, Seen.By(message.AsSpan(0, 3), options).Status);
        }
    }

    [Fact]
    public void Nodes_as_deep_as_the_limit_are_read_and_one_more_is_a_fault_where_it_begins()
    {
        Y3Options options = new() { MaxDepth = 3 };
        foreach (int depth in (int[])[3, 4])
        {
            byte[] message = PacketTree.Encoded([Nested(depth)]);
            Seen seen = Seen.By(message, options);
            Seen.Same(seen, Seen.By(Pieces.OfOneByte(message), options));
            Assert.Equal(depth == 3 ? (OperationStatus.Done, message.Length) : (OperationStatus.InvalidData, 6), (seen.Status, seen.Offset));
        }
    }

    [Fact]
    public void A_limit_below_what_one_byte_of_length_can_say_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Y3Options { MaxLength = 62 });

    [Fact]
    public void Reading_allocates_nothing_whole_or_in_pieces()
    {
        foreach (Y3Options options in (Y3Options[])[Dialects.NVarInt, Dialects.PVarInt])
        {
            byte[] message = PacketTree.Encoded(Everything(), options);
            ReadOnlySequence<byte> pieces = Pieces.OfOneByte(message);
            int packets = PacketTree.Flat(Everything()).Count();
            Assert.Equal((packets, packets, 0), Allocated(() => (Count(new Y3Reader(message, options)), Count(new Y3SequenceReader(pieces, options)))));
        }
    }

    [Fact]
    public void Writing_allocates_nothing_into_a_span_or_into_a_buffer_that_has_the_room()
    {
        foreach (Y3Options options in (Y3Options[])[Dialects.NVarInt, Dialects.PVarInt])
        {
            byte[] blob = new byte[100];
            byte[] room = new byte[1024];
            ArrayBufferWriter<byte> output = new(1024);
            Assert.Equal((OperationStatus.Done, OperationStatus.Done, 0), Allocated(() =>
            {
                output.ResetWrittenCount();
                return (WriteEverything(new Y3Writer(room, options), blob), WriteEverything(new Y3Writer(output, options), blob));
            }));
            Assert.Equal(Hex.Text(output.WrittenSpan), Hex.Text(room.AsSpan(0, output.WrittenCount)));
        }
    }

    [Fact]
    public void What_stands_on_the_stack_can_be_written()
    {
        Span<byte> value = stackalloc byte[1];
        Span<char> text = stackalloc char[1];
        (value[0], text[0]) = (0x7F, 'a');
        byte[] room = new byte[9];
        Y3Writer writer = new(room);
        writer.WriteBytes(0x10, value);
        writer.WriteString(0x11, text);
        writer.WriteEncoded([0x12, (byte)value.Length, value[0]]);
        Assert.Equal(OperationStatus.Done, writer.Finish());
        Assert.Equal("10 01 7F 11 01 61 12 01 7F", Hex.Text(room));
    }

    [Fact]
    public void A_writer_that_had_no_room_for_a_packet_writes_no_other_one()
    {
        Y3Writer writer = new(new byte[40]);
        writer.WriteBool(0x10, true);
        writer.WriteBytes(0x11, new byte[100]);
        writer.WriteInt32(0x12, 5);
        writer.WriteString(0x13, "a");
        writer.End(writer.Begin(Y3Tag.Node(0x14)));
        Assert.Equal((OperationStatus.DestinationTooSmall, 3), (writer.Finish(), writer.Written));
    }

    private static PacketTree Nested(int depth) => depth == 0
        ? new PacketTree { Tag = "10", Type = "bool", Value = "true" }
        : new PacketTree { Tag = "81", Packets = [Nested(depth - 1)] };

    private static PacketTree[] Everything() =>
    [
        Nested(40),
        new PacketTree { Tag = "82", Packets =
        [
            new PacketTree { Tag = "10", Type = "int32", Value = "-70000" }, new PacketTree { Tag = "11", Type = "uint32", Value = "4294967295" },
            new PacketTree { Tag = "12", Type = "int64", Value = "5000000000" }, new PacketTree { Tag = "13", Type = "uint64", Value = "18446744073709551615" },
            new PacketTree { Tag = "14", Type = "float32", Value = "68.123" }, new PacketTree { Tag = "15", Type = "float64", Value = "3.14159" },
            new PacketTree { Tag = "16", Type = "bool", Value = "true" }, new PacketTree { Tag = "17", Type = "bytes", Value = Hex.Text(new byte[100]) },
        ] },
    ];

    /// <summary>All packets, each of which is asked for all that needs no string.</summary>
    private static int Count(Y3Reader reader)
    {
        int count = 0;
        while (reader.Read())
        {
            reader.GetInt32(out _);
            reader.GetUInt32(out _);
            reader.GetInt64(out _);
            reader.GetUInt64(out _);
            reader.GetSingle(out _);
            reader.GetDouble(out _);
            reader.GetBool(out _);
            count += 1 + (reader.Tag.IsNode ? Count(reader.Enter()) : 0);
        }
        return count;
    }

    private static int Count(Y3SequenceReader reader)
    {
        int count = 0;
        while (reader.Read())
        {
            reader.GetInt32(out _);
            reader.GetUInt32(out _);
            reader.GetInt64(out _);
            reader.GetUInt64(out _);
            reader.GetSingle(out _);
            reader.GetDouble(out _);
            reader.GetBool(out _);
            count += 1 + (reader.Tag.IsNode ? Count(reader.Enter()) : 0);
        }
        return count;
    }

    private static OperationStatus WriteEverything(Y3Writer writer, byte[] blob)
    {
        Y3Scope root = writer.Begin(Y3Tag.Node(0x01));
        Y3Scope slice = writer.Begin(Y3Tag.Slice(0x10));
        for (int i = 0; i < 30; i++)
            writer.WriteInt32(0, i << i);
        writer.End(slice);
        writer.WriteUInt32(0x11, uint.MaxValue);
        writer.WriteInt64(0x12, long.MinValue);
        writer.WriteUInt64(0x13, ulong.MaxValue);
        writer.WriteSingle(0x14, 68.123f);
        writer.WriteDouble(0x15, 3.14159);
        writer.WriteBool(0x16, true);
        writer.WriteString(0x17, "åäö");
        writer.WriteBytes(0x18, blob);
        writer.WriteEncoded([0x19, 0x00]);
        writer.End(root);
        return writer.Finish();
    }

    /// <summary>What <paramref name="what"/> returns, and the bytes that it allocates once it has run before.</summary>
    private static (T1, T2, long Bytes) Allocated<T1, T2>(Func<(T1, T2)> what)
    {
        what();
        long before = GC.GetAllocatedBytesForCurrentThread();
        (T1 first, T2 second) = what();
        return (first, second, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
