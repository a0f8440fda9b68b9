using System.Buffers;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;
using static Bench.Tests.Samples;

namespace Bench.Tests;

/// <summary>What strangers send to the generated methods.</summary>
public sealed class RecordFaultTests
{
    [Theory]
    [InlineData("11 02 3F 80 91 00", 4)]
    [InlineData("11 02 3F 80 51 01 00", 4)]
    [InlineData("D1 00", 0)]
    public void A_packet_of_another_kind_than_the_member_is_a_fault_at_its_tag(string hex, int offset) =>
        Assert.Equal((OperationStatus.InvalidData, offset), Coded.Fault<Noise>(hex));

    [Theory]
    [InlineData("16 01 00", 0)]
    [InlineData("D6 00", 0)]
    [InlineData("10 01 00 97 03 91 01 00", 5)]
    [InlineData("98 00", 0)]
    [InlineData("18 00", 0)]
    [InlineData("D8 03 80 01 00", 2)]
    [InlineData("D9 05 00 01 61 40 00", 5)]
    public void A_node_a_slice_and_an_item_of_another_kind_are_faults_at_their_tags(string hex, int offset) =>
        Assert.Equal((OperationStatus.InvalidData, offset), Coded.Fault<Absent>(hex));

    [Theory]
    [InlineData("10 00", 2)]
    [InlineData("10 05 01 00 00 00 00", 2)]
    [InlineData("13 02 61 FF", 2)]
    [InlineData("12 02 01 00", 2)]
    [InlineData("12 01 FF", 2)]
    [InlineData("96 05 12 03 E2 82 41", 4)]
    [InlineData("97 05 11 00 12 01 3F", 4)]
    [InlineData("D8 05 00 01 01 00 00", 7)]
    [InlineData("D9 03 00 01 FF", 4)]
    public void A_value_that_is_none_of_the_member_is_a_fault_where_it_begins(string hex, int offset) =>
        Assert.Equal((OperationStatus.InvalidData, offset), Coded.Fault<Absent>(hex));

    [Theory]
    [InlineData("11 01 80", "11 02 FF 7F")]
    [InlineData("12 02 00 FF", "12 02 01 00")]
    [InlineData("12 01 00", "12 01 FF")]
    [InlineData("14 03 00 FF FF", "14 03 01 00 00")]
    [InlineData("15 05 00 00 00 00 01", "15 05 01 00 00 00 00")]
    [InlineData("1B 04 80 00 00 00", "1B 05 FF 7F FF FF FF")]
    [InlineData("1C 02 00 FF", "1C 02 01 00")]
    public void A_number_that_its_member_cannot_hold_is_a_fault(string fits, string doesNot)
    {
        Coded.Read<Numbers>(fits);
        Assert.Equal((OperationStatus.InvalidData, 2), Coded.Fault<Numbers>(doesNot));
    }

    [Fact]
    public void A_record_that_is_cut_needs_more_data_and_a_node_inside_that_is_cut_is_a_fault()
    {
        Assert.Equal((OperationStatus.NeedMoreData, 4), Coded.Fault<Noise>("11 02 3F 80 12 02 79"));
        Assert.Equal((OperationStatus.InvalidData, 3), Coded.Fault<Absent>("96 03 12 02 79"));
        Assert.Equal((OperationStatus.InvalidData, 3), Coded.Fault<Absent>("D8 03 00 02 79"));
    }

    [Fact]
    public void A_faulty_slice_costs_nothing_however_many_items_come_before_the_fault()
    {
        byte[] items = [.. Enumerable.Range(0, 4000).SelectMany(static _ => new byte[] { 0x80, 0x00 }), 0x00, 0x00];
        ArrayBufferWriter<byte> output = new();
        Y3Writer writer = new(output);
        Y3Scope slice = writer.Begin(Y3Tag.Slice(0x1C));
        writer.WriteEncoded(items);
        writer.End(slice);
        writer.Finish();
        byte[] message = output.WrittenSpan.ToArray();
        Assert.Equal((OperationStatus.InvalidData, message.Length - 2), Read(message));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(message);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static (OperationStatus, int) Read(byte[] message) => (Slices.Read(new Y3Reader(message), out _, out int offset), offset);
    }

    [Fact]
    public void Damaged_messages_are_read_or_are_faults_inside_of_them() =>
        Prop.ForAll(Damaged.ToArbitrary(), static one =>
        {
            foreach (Y3Options options in (Y3Options[])[Dialects.NVarInt, Dialects.PVarInt])
            {
                Inside<Numbers>(one, options);
                Inside<Slices>(one, options);
                Inside<Absent>(one, options);
                Inside<Tree>(one, options);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<byte[]> Damaged =>
        from whole in Gen.OneOf(RecordGen.Numbers.Select(static one => Coded.Bytes(one)), RecordGen.Slices.Select(static one => Coded.Bytes(one)))
        from changes in (from at in Gen.Choose(0, int.MaxValue) from value in Gen.Choose(0, 255) select (at, (byte)value)).ListOf()
        from end in Gen.Choose(0, whole.Length)
        select Changed(whole, changes)[..end];

    private static byte[] Changed(byte[] whole, IEnumerable<(int At, byte Value)> changes)
    {
        foreach ((int at, byte value) in changes)
            if (whole.Length > 0)
                whole[at % whole.Length] = value;
        return whole;
    }

    private static void Inside<T>(byte[] message, Y3Options options)
        where T : class, IY3Record<T>
    {
        OperationStatus status = T.Read(new Y3Reader(message, options), out T? record, out int offset);
        Assert.Equal(status == OperationStatus.Done, record is not null);
        Assert.InRange(offset, 0, message.Length);
    }
}
