using System.Buffers;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Which packets of a stream are found, however it is cut.</summary>
public sealed class ScannerTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(150);

    public static TheoryData<string, int, string[]> ObservedVectors
    {
        get
        {
            TheoryData<string, int, string[]> vectors = [];
            foreach (StreamVector vector in VectorFile<StreamVector>.VectorsOf("y3-streams.json"))
                foreach ((string id, string[] packets) in vector.Observed)
                    vectors.Add(vector.Hex, Convert.ToInt32(id, 16), packets);
            return vectors;
        }
    }

    [Theory]
    [MemberData(nameof(ObservedVectors))]
    public void An_observer_of_a_known_stream_is_given_the_known_packets_wherever_it_is_cut(string hex, int id, string[] packets)
    {
        byte[] stream = Hex.Bytes(hex);
        for (int cut = 0; cut <= stream.Length; cut++)
            for (int second = cut; second <= stream.Length; second++)
                Assert.Equal(packets, Observed.ByScanner(stream, [id], [cut, second]).Packets.Select(static found => found.Packet));
    }

    [Theory]
    [InlineData("81 04 11 02 43 E4", "11 02 43 E4")]                                  // a value in a root
    [InlineData("11 02 43 E4", "")]                                                   // outside of any
    [InlineData("82 04 11 02 43 E4", "")]                                             // in a node that is no root
    [InlineData("01 04 11 02 43 E4", "")]                                             // a primitive with the root's id
    [InlineData("C1 04 11 02 43 E4", "")]                                             // a slice with it
    [InlineData("10 06 81 04 11 02 43 E4 81 02 11 00", "11 00")]                      // what looks like a root in a value outside of any
    [InlineData("81 06 92 04 11 02 43 E4", "11 02 43 E4")]                            // in a node of a root
    [InlineData("81 08 11 02 43 E4 11 02 40 40", "11 02 43 E4")]                      // only the first in a root
    [InlineData("81 0A 11 02 43 E4 92 04 11 02 40 40", "11 02 43 E4")]                // at whatever depth
    [InlineData("81 0A 92 04 11 02 40 40 11 02 43 E4", "11 02 40 40")]
    [InlineData("81 04 11 02 43 E4 81 04 11 02 40 40", "11 02 43 E4, 11 02 40 40")]   // in every root again
    [InlineData("81 04 91 02 11 00", "91 02 11 00")]                                  // a node is a match as a whole
    [InlineData("81 04 D1 02 00 00", "D1 02 00 00")]                                  // a slice too
    [InlineData("81 00 82 00 81 02 11 00", "11 00")]                                  // empty nodes
    [InlineData("81 80 04 11 02 43 E4", "11 02 43 E4")]                               // lengths longer than necessary, as the Go library reads them
    [InlineData("81 05 11 80 02 43 E4", "11 80 02 43 E4")]
    [InlineData("", "")]
    public void An_id_is_found_inside_roots_only_and_once_in_each(string hex, string found)
    {
        byte[] stream = Hex.Bytes(hex);
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            Observed observed = Observed.ByScanner(stream, [0x11], [cut]);
            Assert.Equal(found, string.Join(", ", observed.Packets.Select(static packet => packet.Packet)));
            Assert.Equal((OperationStatus.Done, stream.Length), (observed.Status, observed.Offset));
        }
    }

    [Fact]
    public void A_node_and_a_packet_inside_it_are_found_when_both_are_observed()
    {
        Observed observed = Observed.ByScanner(Hex.Bytes("81 08 92 06 93 04 11 02 43 E4"), [0x12, 0x11, 0x13], []);
        Assert.Equal([(2L, 1, "92 06 93 04 11 02 43 E4"), (4L, 2, "93 04 11 02 43 E4"), (6L, 3, "11 02 43 E4")],
            observed.Packets.Select(static packet => (packet.Offset, packet.Depth, packet.Packet)));
    }

    [Fact]
    public void What_is_inside_a_root_behind_the_last_match_is_not_looked_at() =>
        Assert.Equal((OperationStatus.Done, 9), End("81 07 11 00 92 7F 00 00 00", 0x11));

    [Theory]
    [InlineData("81 04 12 40 00 00", OperationStatus.InvalidData, 3)]                 // a negative length
    [InlineData("81 06 12 88 80 80 80 00", OperationStatus.InvalidData, 3)]           // 2^31
    [InlineData("81 04 12 03 00 00", OperationStatus.InvalidData, 3)]                 // reaches out of its node
    [InlineData("81 06 92 04 12 03 00 00 00", OperationStatus.InvalidData, 5)]        // out of the inner of two
    [InlineData("81 03 12 00 12 00", OperationStatus.InvalidData, 4)]                 // a node that ends behind a tag
    [InlineData("81 04 12 00 12 80 04", OperationStatus.InvalidData, 4)]              // in the middle of a length
    [InlineData("7F 40", OperationStatus.InvalidData, 1)]                             // outside of a root too
    [InlineData("11 00 81", OperationStatus.NeedMoreData, 2)]
    [InlineData("11 00 81 80", OperationStatus.NeedMoreData, 2)]
    [InlineData("11 00 81 06", OperationStatus.NeedMoreData, 2)]                      // a stream's end is told with the begin of the outermost packet
    [InlineData("11 00 81 06 92 04 12", OperationStatus.NeedMoreData, 2)]
    [InlineData("11 00 81 06 92 04 12 02 00", OperationStatus.NeedMoreData, 2)]
    [InlineData("11 00 81 06 92 04 11 02 00", OperationStatus.NeedMoreData, 2)]
    [InlineData("11 00 12 02 00", OperationStatus.NeedMoreData, 2)]
    public void A_fault_is_told_with_its_place_in_the_stream_wherever_that_is_cut(string hex, OperationStatus status, int offset)
    {
        byte[] stream = Hex.Bytes(hex);
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            Observed observed = Observed.ByScanner(stream, [0x11], [cut]);
            Assert.Equal((status, offset), (observed.Status, observed.Offset));
        }
        Assert.Equal((status, offset), End(hex, 0x11));
    }

    [Fact]
    public void After_a_fault_nothing_is_read_and_nothing_passed()
    {
        Y3Scanner scanner = new([0x11]);
        ReadOnlySpan<byte> rest = Hex.Bytes("81 02 12 40");
        Assert.False(scanner.Read(ref rest));
        rest = Hex.Bytes("81 02 11 00");
        Assert.False(scanner.Read(ref rest));
        Assert.Equal(4, rest.Length);
        Assert.Equal((OperationStatus.InvalidData, OperationStatus.InvalidData, 3L), (scanner.Status, scanner.End(), scanner.Offset));
    }

    [Fact]
    public void Nodes_are_as_deep_as_the_options_allow_and_no_deeper()
    {
        byte[] stream = Hex.Bytes("81 08 92 06 93 04 94 02 11 00");
        Assert.Equal((OperationStatus.InvalidData, 6), (Observed.ByScanner(stream, [0x11], [], new Y3Options { MaxDepth = 3 }) is var deep ? (deep.Status, deep.Offset) : default));
        Assert.Equal((OperationStatus.Done, 10), (Observed.ByScanner(stream, [0x11], [], new Y3Options { MaxDepth = 4 }) is var fits ? (fits.Status, fits.Offset) : default));
        Assert.Equal("94 02 11 00", Assert.Single(Observed.ByScanner(stream, [0x14], [], new Y3Options { MaxDepth = 3 }).Packets).Packet);   // found, not entered
        Assert.Equal(["94 02 11 00"], Observed.ByScanner(stream, [0x14, 0x11], [], new Y3Options { MaxDepth = 3 }).Packets.Select(static packet => packet.Packet));   // and then entered
    }

    [Fact]
    public void The_longest_length_costs_what_its_header_costs()
    {
        Y3Scanner scanner = new([0x11], new Y3Options { MaxLength = 63 });   // what is not held is not limited
        ReadOnlySpan<byte> rest = Hex.Bytes("81 87 FF FF FF 7F 12 87 FF FF FF 77");
        Assert.False(scanner.Read(ref rest));
        Assert.Equal((OperationStatus.Done, 12L), (scanner.Status, scanner.Position));
        byte[] filler = new byte[1 << 20];
        filler.AsSpan().Fill(0x11);
        for (long left = int.MaxValue - 8; left > 0; left -= filler.Length)
        {
            rest = filler.AsSpan(0, (int)Math.Min(filler.Length, left));
            Assert.False(scanner.Read(ref rest));
        }
        rest = Hex.Bytes("11 00");
        Assert.True(scanner.Read(ref rest));
        Assert.Equal(6L + int.MaxValue - 2, scanner.Offset);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void An_id_that_no_tag_can_have_is_refused(int id) => Assert.Throws<ArgumentOutOfRangeException>(() => new Y3Scanner([id]));

    [Fact]
    public void Random_streams_give_what_a_reader_of_the_whole_finds_wherever_they_are_cut() => ForAll(static (stream, numbers) =>
    {
        Observed whole = Observed.ByReader(stream.Bytes, stream.Ids);
        Assert.Equal(OperationStatus.Done, whole.Status);
        for (int cut = 0; cut <= stream.Bytes.Length; cut++)
            Observed.Same(whole, Observed.ByScanner(stream.Bytes, stream.Ids, [cut]));
        Observed.Same(whole, Observed.ByScanner(stream.Bytes, stream.Ids, stream.Cuts(numbers)));
        Observed.Same(whole, Observed.BySequence(stream.Bytes, stream.Ids, stream.Cuts(numbers)));
        Observed.Same(whole, Observed.ByScanner(stream.Bytes, stream.Ids, [.. Enumerable.Range(1, Math.Max(0, stream.Bytes.Length - 1))]));
    });

    [Fact]
    public void Roots_with_anything_in_them_give_what_a_reader_of_the_whole_finds_up_to_the_same_fault() => ForAll(static (stream, numbers) =>
    {
        byte[] damaged = [.. stream.Bytes];
        foreach ((int number, int at) in numbers.Take(1 + (damaged.Length / 16)).Select(static (number, at) => (number, at)))
            if (stream.Roots.Length > 0 && stream.Roots[number % stream.Roots.Length].GetOffsetAndLength(damaged.Length) is (int start, int length))
                damaged[start + (number % length)] = (byte)(at % 3 == 0 ? 0x91 : number);
        Y3Options options = new() { MaxDepth = 2 + (numbers.Count % 3) };
        Observed whole = Observed.ByReader(damaged, stream.Ids, options);
        Observed.Same(whole, Observed.ByScanner(damaged, stream.Ids, [], options));
        Observed.Same(whole, Observed.ByScanner(damaged, stream.Ids, stream.Cuts(numbers), options));
        Observed.Same(whole, Observed.BySequence(damaged, stream.Ids, stream.Cuts(numbers), options));
    });

    [Fact]
    public void A_stream_that_ends_too_early_gives_what_it_had_and_says_which_packet_is_not_whole() => ForAll(static (stream, numbers) =>
    {
        Seen seen = Seen.By(stream.Bytes);
        long[] ends = [0, .. seen.Packets.Where(static packet => packet.Depth == 0).Select(static packet => packet.Position)];
        ObservedPacket[] all = [.. Observed.ByReader(stream.Bytes, stream.Ids).Packets];
        for (int length = 0; length <= stream.Bytes.Length; length++)
        {
            Y3Scanner scanner = new(stream.Ids);
            int found = 0;
            foreach (ReadOnlyMemory<byte> chunk in Pieces.Of(stream.Bytes.AsMemory(0, length), [.. numbers.Select(number => number % (length + 1))]))
            {
                ReadOnlySpan<byte> rest = chunk.Span;
                while (scanner.Read(ref rest))
                    Assert.Equal(all[found++].Offset, scanner.Offset);
            }
            Assert.True(found == all.Length || all[found].Offset + 2 >= length, $"packet {found} was not found in {length} bytes");
            Assert.Equal(ends.Contains(length) ? OperationStatus.Done : OperationStatus.NeedMoreData, scanner.End());
            if (scanner.Status != OperationStatus.Done)
                Assert.Equal(ends.Where(end => end <= length).Max(), scanner.Offset);
        }
    });

    [Fact]
    public void Any_bytes_are_gone_through_alike_in_any_chunks() =>
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<byte[]>().Select(static bytes => (byte[])[0x81, 0x80, 0x60, .. bytes]).ToArbitrary(),
            Gen.Choose(0, 4095).ListOf().ToArbitrary(),
            static (bytes, numbers) =>
            {
                Observed whole = Observed.ByScanner([.. bytes, .. new byte[0x80]], [0x11, 0x00, 0x3F], []);
                Observed.Same(whole, Observed.ByScanner([.. bytes, .. new byte[0x80]], [0x11, 0x00, 0x3F], [.. numbers.Select(number => number % (bytes.Length + 1))]));
            }).Check(s_config.WithMaxTest(1000));

    private static (OperationStatus Status, long Offset) End(string hex, int id)
    {
        Observed observed = Observed.BySequence(Hex.Bytes(hex), [id], []);
        return (observed.Status, observed.Offset);
    }

    private static void ForAll(Action<GeneratedStream, IList<int>> holds) =>
        Prop.ForAll(StreamGen.Streams.ToArbitrary(), Gen.Choose(0, 4095).ListOf().Select(static numbers => (IList<int>)[.. numbers]).ToArbitrary(), holds).Check(s_config);
}
