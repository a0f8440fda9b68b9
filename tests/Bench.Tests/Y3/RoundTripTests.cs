using System.Buffers;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>What the writer writes, both readers read alike, however it is cut.</summary>
public sealed class RoundTripTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void Random_messages_come_back_as_they_were_written_from_every_split() => ForAll(static (packets, message, options) =>
    {
        Seen whole = Seen.By(message, options);
        Assert.Equal((OperationStatus.Done, message.Length), (whole.Status, whole.Offset));
        PacketTree[] expected = [.. PacketTree.Flat(packets)];
        Assert.Equal(expected.Select(static packet => packet.Tag), whole.Packets.Select(static packet => packet.Tag));
        foreach ((PacketTree packet, SeenPacket seen) in expected.Zip(whole.Packets))
            if (packet.Type is string type)
                Assert.True(type == "bytes" ? seen.Value == packet.Value : seen.Has(type, packet.Value!), $"{packet} was read as{seen.Values}");
        for (int cut = 0; cut <= message.Length; cut++)
            Seen.Same(whole, Seen.By(Pieces.Of(message, cut), options));
        Seen.Same(whole, Seen.By(Pieces.OfOneByte(message), options));
    });

    [Fact]
    public void Any_bytes_are_read_alike_whole_and_in_any_pieces() =>
        Prop.ForAll(Damaged.ToArbitrary(), static one =>
        {
            Seen whole = Seen.By(one.Message, one.Options);
            Assert.InRange(whole.Offset, 0, one.Message.Length);
            Seen.Same(whole, Seen.By(Pieces.Of(one.Message, [.. one.Cuts.Select(cut => cut % (one.Message.Length + 1))]), one.Options));
            Seen.Same(whole, Seen.By(Pieces.OfOneByte(one.Message), one.Options));
        }).Check(s_config.WithMaxTest(1000));

    [Fact]
    public void A_message_that_ends_too_early_needs_more_data_wherever_it_ends() => ForAll(static (packets, message, options) =>
    {
        Seen whole = Seen.By(message, options);
        HashSet<long> ends = [0, .. whole.Packets.Where(static packet => packet.Depth == 0).Select(static packet => packet.Position)];
        for (int length = 0; length < message.Length; length++)
        {
            Seen begun = Seen.By(message.AsSpan(0, length), options);
            Assert.Equal(ends.Contains(length) ? OperationStatus.Done : OperationStatus.NeedMoreData, begun.Status);
            Assert.Equal(ends.Where(end => end <= length).Max(), begun.Offset);
            Assert.Equal(whole.Packets.Take(begun.Packets.Count), begun.Packets);
            Seen.Same(begun, Seen.By(Pieces.OfOneByte(message.AsMemory(0, length)), options));
        }
    });

    [Fact]
    public void A_buffer_writer_gets_the_same_bytes_also_when_it_gives_no_more_room_than_asked_for() => ForAll(static (packets, message, options) =>
    {
        ScantBufferWriter scant = new();
        Assert.Equal((OperationStatus.Done, message.Length), Write(new Y3Writer(scant, options), packets));
        Assert.Equal(Hex.Text(message), Hex.Text(scant.Written));
        ArrayBufferWriter<byte> roomy = new();
        Assert.Equal((OperationStatus.Done, message.Length), Write(new Y3Writer(roomy, options), packets));
        Assert.Equal(Hex.Text(message), Hex.Text(roomy.WrittenSpan));
    });

    [Fact]
    public void A_span_that_is_too_small_is_said_to_be_and_nothing_is_written_behind_it() => ForAll(static (packets, message, options) =>
    {
        const byte fence = 0xEE;
        byte[] room = new byte[message.Length + 32];
        for (int size = 0; size < message.Length; size++)
        {
            Array.Fill(room, fence);
            (OperationStatus status, long written) = Write(new Y3Writer(room.AsSpan(0, size), options), packets);
            Assert.Equal(OperationStatus.DestinationTooSmall, status);
            Assert.InRange(written, 0, size);
            Assert.Equal(-1, room.AsSpan(size).IndexOfAnyExcept(fence));
        }
        Assert.Equal((OperationStatus.Done, message.Length), Write(new Y3Writer(room.AsSpan(0, message.Length), options), packets));
        Assert.Equal(Hex.Text(message), Hex.Text(room.AsSpan(0, message.Length)));
    });

    /// <summary>Where the length of a node takes a byte more, what is inside has to move.</summary>
    [Theory]
    [InlineData(63)]
    [InlineData(8191)]
    [InlineData((1 << 20) - 1)]
    public void A_node_whose_length_takes_one_byte_more_moves_what_is_inside(int longest)
    {
        for (int length = longest - 1; length <= longest + 2; length++)
        {
            int value = length - 1 - PVarInt.Size(length - 4);
            PacketTree[] packets = [new PacketTree { Tag = "81", Packets = [new PacketTree { Tag = "92", Packets = [] }, new PacketTree { Tag = "10", Type = "string", Value = new string('x', value - 2) }] }];
            byte[] message = PacketTree.Encoded(packets);
            Assert.Equal(1 + PVarInt.Size(length) + length, message.Length);
            Assert.Equal(OperationStatus.Done, Y3Header.TryRead(message, out Y3Header header));
            Assert.Equal(length, header.Length);
            Assert.Equal(new string('x', value - 2), StringAt(message, 2));
            ScantBufferWriter scant = new();
            Assert.Equal((OperationStatus.Done, message.Length), Write(new Y3Writer(scant), packets));
            Assert.True(message.AsSpan().SequenceEqual(scant.Written));
        }
    }

    /// <summary>All of them grow at once when the innermost does.</summary>
    [Fact]
    public void Sixty_four_nodes_in_nodes_around_any_size_are_written_and_read()
    {
        for (int size = 0; size < 300; size++)
        {
            PacketTree packet = new() { Tag = "10", Type = "bytes", Value = Hex.Text(new byte[size]) };
            for (int depth = 0; depth < Y3Options.Default.MaxDepth; depth++)
                packet = new PacketTree { Tag = "81", Packets = [packet] };
            byte[] message = PacketTree.Encoded([packet]);
            Seen seen = Seen.By(message);
            Assert.Equal((OperationStatus.Done, 65), (seen.Status, seen.Packets.Count));
            Assert.Equal(Hex.Text(new byte[size]), seen.Packets[^1].Value);
        }
    }

    private static Gen<(byte[] Message, int[] Cuts, Y3Options Options)> Damaged =>
        from packets in PacketGen.Messages.Generator
        from options in Gen.Elements(Dialects.NVarInt, Dialects.PVarInt, new Y3Options { MaxDepth = 1 }, new Y3Options { MaxLength = 63 })
        from changes in (from at in Gen.Choose(0, 4096) from value in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0x00, 0x3F, 0x40, 0x7F, 0x80, 0x81, 0xFF)) select (at, (byte)value)).ListOf()
        from lost in Gen.Choose(0, 4)
        from cuts in Gen.Choose(0, 4096).ArrayOf()
        select (Changed(PacketTree.Encoded(packets, options), changes, lost), cuts, options);

    private static byte[] Changed(byte[] message, IEnumerable<(int At, byte Value)> changes, int lost)
    {
        byte[] changed = message[..Math.Max(0, message.Length - lost)];
        foreach ((int at, byte value) in changes.Take(changed.Length / 8))
            changed[at % changed.Length] = value;
        return changed;
    }

    private static void ForAll(Action<PacketTree[], byte[], Y3Options> holds) =>
        Prop.ForAll(PacketGen.Messages, packets =>
        {
            foreach (Y3Options options in (Y3Options[])[Dialects.NVarInt, Dialects.PVarInt])
                holds(packets, PacketTree.Encoded(packets, options), options);
        }).Check(s_config);

    private static (OperationStatus Status, long Written) Write(Y3Writer writer, PacketTree[] packets)
    {
        PacketTree.WriteAll(ref writer, packets);
        return (writer.Finish(), writer.Written);
    }

    private static string StringAt(byte[] message, int packet)
    {
        Y3Reader reader = new(message);
        Assert.True(reader.Read());
        Y3Reader inside = reader.Enter();
        for (int i = 0; i < packet; i++)
            Assert.True(inside.Read());
        Assert.Equal(OperationStatus.Done, inside.GetString(out string value));
        return value;
    }
}
