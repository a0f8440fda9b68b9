using System.Buffers;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>A value by its head is the value.</summary>
public sealed class HeadTests
{
    [Fact]
    public void Values_by_their_heads_are_those_of_the_other_getters_wherever_in_the_message_they_stand() =>
        Prop.ForAll(Packets.ToArbitrary(), static bytes =>
        {
            foreach (Y3Options options in (Y3Options[])[Dialects.NVarInt, Dialects.PVarInt])
                Walk(new Y3Reader(bytes, options));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Numbers_narrower_than_on_the_wire_are_the_same_number_or_none()
    {
        for (int number = -70_000; number <= 70_000; number++)
        {
            byte[] packet = new byte[8];
            Y3Writer writer = new(packet);
            writer.WriteInt32(0x10, number);
            Y3Reader reader = new(packet.AsSpan(0, (int)writer.Written));
            Assert.True(reader.Read());
            Assert.Equal(
                (number == (sbyte)number, number == (byte)number, number == (short)number, number == (ushort)number),
                (reader.TryGetNarrow(reader.Head, out sbyte a), reader.TryGetNarrow(reader.Head, out byte b), reader.TryGetNarrow(reader.Head, out short c), reader.TryGetNarrow(reader.Head, out ushort d)));
            Assert.Equal(((sbyte)number, (byte)number, (short)number, (ushort)number), (a, b, c, d));
        }
    }

    /// <summary>Of 0 to 11 bytes each, also of none that are UTF-8.</summary>
    private static Gen<byte[]> Packets =>
        from values in (from size in Gen.Choose(0, 11) from bytes in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 0x7F, 0x80, 0xFF)).ArrayOf(size) select bytes).ArrayOf()
        select values.SelectMany(static value => value.Prepend(value.Length).Prepend(0x10)).Select(static one => (byte)one).ToArray();

    private static void Walk(Y3Reader reader)
    {
        while (reader.Read())
        {
            ulong head = reader.Head;
            Same(reader.GetInt32(out int i), i, reader.TryGetInt32(head, out int hi), hi);
            Same(reader.GetUInt32(out uint u), u, reader.TryGetUInt32(head, out uint hu), hu);
            Same(reader.GetInt64(out long l), l, reader.TryGetInt64(head, out long hl), hl);
            Same(reader.GetUInt64(out ulong ul), ul, reader.TryGetUInt64(head, out ulong hul), hul);
            Same(reader.GetSingle(out float f), BitConverter.SingleToInt32Bits(f), reader.TryGetSingle(head, out float hf), BitConverter.SingleToInt32Bits(hf));
            Same(reader.GetDouble(out double d), BitConverter.DoubleToInt64Bits(d), reader.TryGetDouble(head, out double hd), BitConverter.DoubleToInt64Bits(hd));
            Same(reader.GetBool(out bool b), b, true, reader.IsTrue(head));
            Same(reader.GetString(out string s), s, reader.TryGetString(out string hs), hs);
        }
    }

    private static void Same<T>(OperationStatus status, T value, bool isValue, T byHead)
    {
        Assert.Equal(status == OperationStatus.Done, isValue);
        if (isValue)
            Assert.Equal(value, byHead);
    }
}
