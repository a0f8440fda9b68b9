using System.Buffers;
using Bench.Y3;
using static Bench.Tests.Samples;

namespace Bench.Tests;

/// <summary>What the generated methods read and write.</summary>
public sealed class RecordTests
{
    private const string Stream = "81 16 B0 14 10 04 79 6F 6D 6F 11 02 43 E4 92 08 13 02 41 F0 14 02 42 20";

    [Fact]
    public void The_record_of_the_stream_vector_is_read_and_written()
    {
        Thermometer expected = new("yomo", 456, new Limits(30, 40));
        Assert.Equal(OperationStatus.Done, Y3Message.Decode(Hex.Bytes(Stream), observe: 0x30, out Thermometer? record, out int end));
        Assert.Equal((expected, 24), (record, end));
        ArrayBufferWriter<byte> output = new();
        Assert.Equal(OperationStatus.Done, Y3Message.Encode(output, observe: 0x30, expected));
        Assert.Equal(Stream, Hex.Text(output.WrittenSpan));
    }

    [Fact]
    public void A_slice_of_numbers_is_that_of_y3_codec_golang()
    {
        const string Ints = "D1 08 00 02 80 7B 00 02 83 48";
        Assert.Equal([123, 456], Coded.Read<Slices>(Ints, Dialects.PVarInt).Ints);
        Assert.Contains(Ints, Coded.Text(new Slices { Ints = [123, 456] }, Dialects.PVarInt), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_are_written_in_the_order_of_their_declaration() =>
        Assert.Equal(
            "10 01 01 11 01 80 12 02 00 FF 13 02 80 00 14 03 00 FF FF 15 01 2A 16 01 FF 17 01 00 18 01 FF 19 02 3F 80 1A 02 3F F0 1B 01 FF 1C 02 00 FF 1D 01 FF",
            Coded.Text(new Numbers(true, -128, 255, -32768, 65535, 42, uint.MaxValue, 0, ulong.MaxValue, 1, 1, Mode.Lost, Level.High, Mask.All)));

    [Fact]
    public void Members_are_read_in_any_order_and_packets_that_are_no_members_are_skipped()
    {
        Noise expected = new(1, "yo", 3);
        Assert.Equal(expected, Coded.Read<Noise>("11 02 3F 80 12 02 79 6F 13 01 03"));
        Assert.Equal(expected, Coded.Read<Noise>("13 01 03 12 02 79 6F 11 02 3F 80"));
        Assert.Equal(expected, Coded.Read<Noise>("02 00 13 01 03 90 03 11 01 00 12 02 79 6F C1 00 11 02 3F 80 3F 01 01"));
    }

    [Fact]
    public void Of_packets_with_the_same_tag_the_last_one_counts()
    {
        Assert.Equal(new Noise(2, "b"), Coded.Read<Noise>("11 02 3F 80 12 01 61 12 01 62 11 01 40"));
        Assert.Equal([3], Coded.Read<Slices>("D1 06 00 01 01 00 01 02 D1 03 00 01 03").Ints);
        // The whole node, not its members one by one.
        Assert.Equal(new Noise(0, "b"), Coded.Read<Absent>("96 04 11 02 3F 80 96 03 12 01 62").Noise);
    }

    [Fact]
    public void A_parameter_whose_packet_is_absent_has_its_default() => Assert.Equal(new Noise(0, "?", null), Coded.Read<Noise>(""));

    [Fact]
    public void A_property_whose_packet_is_absent_keeps_its_initialiser()
    {
        Defaults none = Coded.Read<Defaults>("");
        Assert.Equal(("", "assigned", "initialised", 42, "", 0.5, "none"), (none.Plain, none.Assigned, none.Initialised, none.Number, none.Required, none.Rate, none.NoMember));
        Assert.Equal("[1,2] [7] [] []", Lists(none));
        Assert.Equal(("backed", 11), (none.Backed, none.Partial));
        Defaults all = Coded.Read<Defaults>("10 01 61 11 01 62 12 01 63 13 01 04 14 01 65 D5 00 16 00 17 01 08 D8 03 00 01 09 19 01 40 1A 00 1B 01 0C");
        Assert.Equal(("a", "b", "c", 4, "e", 2.0), (all.Plain, all.Assigned, all.Initialised, all.Number, all.Required, all.Rate));
        Assert.Equal("[] [] [8] [9]", Lists(all));
        Assert.Equal(("", 12), (all.Backed, all.Partial));

        static string Lists(Defaults record) =>
            $"[{string.Join(',', record.List)}] [{string.Join(',', record.Bytes)}] [{string.Join(',', record.Memory.ToArray())}] [{string.Join(',', record.Array)}]";
    }

    [Fact]
    public void Initialisers_run_for_each_record() => Assert.NotSame(Coded.Read<Defaults>("").List, Coded.Read<Defaults>("").List);

    [Fact]
    public void What_the_constructor_of_a_struct_sets_stays_where_no_packet_comes()
    {
        Assert.Equal((10, 3), (Coded.Read<Counter>("").Start, Coded.Read<Counter>("").Step));
        Assert.Equal((0, 1), (Coded.Read<Counter>("10 01 00 11 01 01").Start, Coded.Read<Counter>("10 01 00 11 01 01").Step));
    }

    [Fact]
    public void A_constructor_gets_the_values_that_were_read()
    {
        Frozen record = Coded.Read<Frozen>("10 01 15");
        Assert.Equal((21, "frozen", 42), (record.Number, record.Text, record.Doubled));
    }

    [Fact]
    public void A_member_that_is_null_is_not_written_and_one_that_is_not_written_is_null()
    {
        Assert.Equal("", Coded.Text(new Absent()));
        Assert.Equal(Coded.Seen(new Absent()), Coded.Seen(Coded.Read<Absent>("")));
    }

    [Fact]
    public void Where_null_is_possible_nothing_is_told_from_what_is_empty_or_zero()
    {
        Absent empty = new() { Number = 0, Flag = false, Level = Level.Low, Text = "", Bytes = [], Memory = Array.Empty<byte>(), Noise = new Noise(0), Point = default(Point), Ints = [], Texts = [] };
        const string Hex = "10 01 00 11 01 00 12 01 00 13 00 14 00 15 00 96 06 11 01 00 12 01 3F 97 06 11 01 00 12 01 00 D8 00 D9 00";
        Assert.Equal(Hex, Coded.Text(empty));
        Assert.Equal(Coded.Seen(empty), Coded.Seen(Coded.Read<Absent>(Hex)));
    }

    [Fact]
    public void Zero_is_written_and_an_empty_string_only_where_its_absence_would_say_something_else()
    {
        Assert.Equal("11 01 00 12 00", Coded.Text(new Noise(0, "", null)));
        Defaults record = new() { Plain = "", Assigned = "", Initialised = "", Number = 0, Required = "", List = [], Array = [], Rate = null, Backed = "", Partial = 0 };
        Assert.Equal("11 00 12 00 13 01 00 D5 00 16 01 07 D8 00 1A 00 1B 01 00", Coded.Text(record));
    }

    [Fact]
    public void Items_of_a_slice_are_written_even_if_they_are_empty()
    {
        Slices record = new() { Strings = ["", "a", ""], Blobs = [[], [1]], Memories = [default], Noises = [new Noise(1, "")] };
        string text = Coded.Text(record);
        Assert.Contains("D7 07 00 00 00 01 61 00 00 D8 05 00 00 00 01 01 D9 02 00 00", text, StringComparison.Ordinal);
        Assert.EndsWith("DC 08 80 06 11 02 3F 80 12 00", text, StringComparison.Ordinal);
        Assert.Equal(Coded.Seen(record), Coded.Seen(Coded.Read<Slices>(text)));
    }

    [Fact]
    public void A_record_all_of_whose_members_are_null_is_an_empty_node()
    {
        Box<Absent> record = new(new Absent(), []);
        Assert.Equal("90 00 D1 00 12 03 62 6F 78", Coded.Text(record));
        Assert.Equal(record.Item, Coded.Read<Box<Absent>>("90 00").Item);
    }

    [Fact]
    public void A_record_that_is_null_is_not_written()
    {
        Assert.Equal("10 01 01", Coded.Text(new Tree(1)));
        Assert.Null(Coded.Read<Tree>("10 01 01").Left);
    }

    [Fact]
    public void Items_with_another_id_are_skipped() =>
        Assert.Equal([1, 2], Coded.Read<Slices>("D1 0C 00 01 01 05 01 09 85 01 00 00 01 02").Ints);

    [Fact]
    public void Records_hold_records_to_any_depth_that_the_options_allow()
    {
        Tree tree = new(0);
        for (int depth = 1; depth <= 40; depth++)
            tree = new Tree(depth, tree, [new Tree(-depth)]);
        Assert.Equal(Coded.Seen(tree), Coded.Seen(Coded.Read<Tree>(Coded.Bytes(tree))));
        const string Deep = "91 0A 91 08 91 06 91 04 91 02 91 00";
        Assert.Equal(0, Coded.Read<Tree>(Deep, new Y3Options { MaxDepth = 6 }).Value);
        Assert.Equal((OperationStatus.InvalidData, 10), Coded.Fault<Tree>(Deep, new Y3Options { MaxDepth = 5 }));
    }

    [Fact]
    public void A_record_of_records_may_be_generic()
    {
        Box<Noise> noises = new(new Noise(1), [new Noise(2), new Noise(3)]) { Label = "" };
        Assert.Equal(Coded.Seen(noises), Coded.Seen(Coded.Read<Box<Noise>>(Coded.Bytes(noises))));
        Box<Point> points = new(new Point(1, 2), []);
        Assert.Equal(Coded.Seen(points), Coded.Seen(Coded.Read<Box<Point>>(Coded.Bytes(points))));
        Assert.Equal((default(Point), "box"), (Coded.Read<Box<Point>>("").Item, Coded.Read<Box<Point>>("").Label));
    }

    [Fact]
    public void Members_may_have_the_names_of_words_and_of_the_generated_code()
    {
        Words words = new(1, "w", [2, 3], 4);
        Assert.Equal(Coded.Seen(words), Coded.Seen(Coded.Read<Words>(Coded.Bytes(words))));
    }

    [Fact]
    public void A_record_without_members_reads_anything_and_writes_nothing()
    {
        Assert.Equal("", Coded.Text(new Nothing()));
        Assert.Equal(new Nothing(), Coded.Read<Nothing>("10 01 01 81 00"));
        Assert.Equal((OperationStatus.NeedMoreData, 3), Coded.Fault<Nothing>("10 01 01 81"));
    }

    [Fact]
    public void Reading_allocates_the_record_alone_and_writing_nothing()
    {
        Numbers record = new(true, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Mode.On, Level.High, Mask.All);
        byte[] numbers = Coded.Bytes(record), point = Coded.Bytes(new Point(1, 2)), room = new byte[numbers.Length + 16];
        long whole = Allocated(() => record = record with { Byte = 3 });
        Assert.Equal(whole, Allocated(() => Numbers.Read(new Y3Reader(numbers), out record!, out _)));
        Assert.Equal(0, Allocated(() => Point.Read(new Y3Reader(point), out _, out _)));
        Assert.Equal(0, Allocated(() =>
        {
            Y3Writer writer = new(room);
            record.Write(ref writer);
            writer.Finish();
        }));
    }

    private static long Allocated(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
