using System.Buffers;
using System.Text;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Messages as trees.</summary>
public sealed class DumpTests
{
    private const string Thermometer = "81 16 B0 14 10 04 79 6F 6D 6F 11 02 43 E4 92 08 13 02 41 F0 14 02 42 20";

    [Fact]
    public void Messages_are_shown_with_what_their_values_can_be_and_where_they_end_to_be_messages()
    {
        StringBuilder all = new();
        Add("a record of YoMo", Thermometer);
        Add("the same one twice, and a packet that is no node", $"{Thermometer} {Thermometer} 01 01 05");
        Add("integers of the newer dialect", "C4 0D 00 01 7F 00 01 FF 00 02 00 FF 00 01 80");
        Add("integers of the older dialect", "C4 0B 00 02 80 7F 00 01 7F 00 02 81 7F", new Y3DumpOptions { Integers = Y3Integers.PVarInt });
        Add("values that can be much or nothing", "10 00 10 01 00 10 01 01 10 01 43 10 02 41 46 10 04 42 88 3E FA 10 08 40 09 21 FB 54 44 2D 18 10 03 C3 28 01 10 02 00 01 10 04 E2 82 AC 0A 10 04 22 5C 09 0D 10 03 E2 80 AE 10 02 7F 80");
        Add("a tag of a slice whose value is none", "81 05 49 03 00 01 01");
        Add("nodes without packets", "86 02 83 00 C1 00");
        Add("a long value", $"01 81 7F {Hex.Text([.. Enumerable.Range(0, 255).Select(static one => (byte)one)])}");
        Add("long texts, one of which is cut inside a character", $"01 16 {Hex.Text("åäö åäö åäö x"u8)} 02 80 40 {Hex.Text(Encoding.UTF8.GetBytes(new string('é', 32)))}", new Y3DumpOptions { MaxBytes = 7 });
        Add("no bytes of values", Thermometer, new Y3DumpOptions { MaxBytes = 0 });
        Add("offsets in decimal digits", Thermometer, new Y3DumpOptions { DecimalOffsets = true });
        Add("colours", $"{Thermometer} 01", new Y3DumpOptions { Colours = true });
        Add("nothing", "");
        Add("an end in a value", "81 16 B0 14 10 04 79 6F 6D");
        Add("an end behind a packet", "81 16 B0 14 10 04 79 6F 6D 6F");
        Add("an end behind a tag in nodes", "81 16 B0 14 10");
        Add("an end in a length", "01 81");
        Add("an end in a long value", "01 81 00 41 42 43");
        Add("a length below zero", "81 05 01 01 00 02 74");
        Add("a length that is too long", "01 88 80 80 80 00");
        Add("a packet that goes on behind its node", "81 08 82 03 05 04 41 42 43 44");
        Add("a node that ends in a header", "81 03 01 00 02 41 42");
        Add("a node that is too deep", "81 06 82 04 83 02 84 00", new Y3DumpOptions { MaxDepth = 3 });
        StoredFile.Holds("y3-dump.txt", all.ToString());

        void Add(string title, string hex, Y3DumpOptions? options = null) => all.Append($"# {title}\n{Dump(Hex.Bytes(hex), options).Text}\n");
    }

    [Fact]
    public void A_dump_ends_at_a_fault_exactly_where_a_reader_does_and_shows_as_many_packets() =>
        Prop.ForAll(Arb.From(Bytes), static bytes =>
        {
            Seen seen = Seen.By(bytes, new Y3Options { MaxLength = int.MaxValue });
            (string text, Y3DumpFault? fault) = Dump(bytes, null);
            Assert.Equal(seen.Status == OperationStatus.Done, fault is null);
            int lines = text.Count(static one => one == '\n') - 1 - (fault is null ? 0 : 1);
            if (seen.Status == OperationStatus.NeedMoreData)
                // A reader waits for the whole message, a dump shows what is there of it.
                Assert.True(lines >= seen.Packets.Count);
            else
                Assert.Equal((seen.Packets.Count, fault?.Offset ?? bytes.Length), (lines, seen.Offset));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_value_of_any_size_is_passed_over_without_being_held()
    {
        byte[] message = new byte[(32 << 20) + 6];
        new byte[] { 0x01, 0x90, 0x80, 0x80, 0x00 }.CopyTo(message, 0);
        message[^1] = 0x02;
        Y3DumpOptions options = new();
        Dump(message[..5], options);
        long before = GC.GetAllocatedBytesForCurrentThread();
        (string text, Y3DumpFault? fault) = Dump(message, options);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 200_000);
        Assert.Equal(message.Length, fault!.Offset);
        Assert.Contains("00 … 33554416 more\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0A0200FF", "0A 02 00 FF")]
    [InlineData("0a 02\n00\tff\r\n", "0A 02 00 FF")]
    [InlineData("0x81, 0x4, 0X02,0x00", "81 04 02 00")]
    [InlineData("0a:02-00", "0A 02 00")]
    [InlineData("", "")]
    public void Bytes_are_read_as_people_paste_them(string text, string hex)
    {
        Assert.True(Y3Hex.TryParse(text, out byte[] bytes, out _));
        Assert.Equal(hex, Hex.Text(bytes));
    }

    [Theory]
    [InlineData("81 0", "0")]
    [InlineData("81 0g", "0g")]
    [InlineData("0x", "0x")]
    [InlineData("0x123", "0x123")]
    [InlineData("[81]", "[81]")]
    public void What_is_no_bytes_is_named(string text, string piece)
    {
        Assert.False(Y3Hex.TryParse(text, out byte[] bytes, out string fault));
        Assert.Equal((piece, 0), (fault, bytes.Length));
    }

    private static Gen<byte[]> Bytes =>
        from packets in PacketGen.Messages.Generator
        from cut in Gen.Choose(0, 10)
        from changes in Gen.Choose(0, 3)
        from at in Gen.Choose(0, 4096).ArrayOf(changes)
        from value in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0x00, 0x3F, 0x40, 0x7F, 0x80, 0x81, 0xFF)).ArrayOf(changes)
        select Changed(PacketTree.Encoded(packets), cut, at, value);

    private static byte[] Changed(byte[] message, int cut, int[] at, int[] value)
    {
        byte[] changed = cut > 5 ? message : message[..Math.Max(0, message.Length - cut)];
        for (int i = 0; i < at.Length && changed.Length > 0; i++)
            changed[at[i] % changed.Length] = (byte)value[i];
        return changed;
    }

    private static (string Text, Y3DumpFault? Fault) Dump(byte[] bytes, Y3DumpOptions? options)
    {
        StringWriter text = new();
        Y3DumpFault? fault = Y3Dump.Write(new MemoryStream(bytes), text, options ?? new Y3DumpOptions());
        return (text.ToString(), fault);
    }
}
