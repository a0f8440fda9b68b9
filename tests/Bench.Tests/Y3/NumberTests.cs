using System.Buffers;
using System.Numerics;
using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Numbers as the slow and obvious way reads and writes them: with integers that have no width.</summary>
public sealed class NumberTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(5000);

    /// <summary>Around every power of two, of both signs.</summary>
    private static readonly long[] s_edges =
        [.. Enumerable.Range(0, 64).SelectMany(static bit => new[] { (1L << bit) - 1, 1L << bit, (1L << bit) + 1, ~(1L << bit), -(1L << bit), 1 - (1L << bit) })];

    /// <summary>Up to 12 bytes, most of which say that another one follows, many of them with nothing but the sign.</summary>
    private static readonly Gen<byte[]> s_bytes =
        from length in Gen.Choose(0, 12)
        from bytes in Gen.Elements<int>(0x00, 0x01, 0x3F, 0x40, 0x7E, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xFE, 0xFF).ArrayOf(length)
        from last in Gen.Frequency((3, Gen.Choose(0, 0x7F)), (1, Gen.Choose(0, 0xFF)))
        select (byte[])[.. bytes.Select(static one => (byte)(one | 0x80)), (byte)last];

    [Fact]
    public void A_PVarInt_is_what_its_groups_of_seven_bits_say_or_too_wide() =>
        Prop.ForAll(s_bytes.ToArbitrary(), static bytes =>
        {
            OperationStatus status = PVarInt.TryRead(bytes, out long value, out int read);
            int length = Array.FindIndex(bytes, static one => one < 0x80) + 1;
            BigInteger expected = Packed(bytes.AsSpan(0, length == 0 ? bytes.Length : length));
            // More groups than 64 bits need are refused even if they hold nothing but the sign.
            if (length > PVarInt.MaxSize || (length == 0 && bytes.Length >= PVarInt.MaxSize) || (bytes.Length >= PVarInt.MaxSize && (bytes[0] & 0x7F) is not (0 or 0x7F)))
                Assert.Equal(OperationStatus.InvalidData, status);
            else if (length == 0)
                Assert.Equal(OperationStatus.NeedMoreData, status);
            else
                Assert.Equal((OperationStatus.Done, expected, length), (status, value, read));
        }).Check(s_config);

    [Fact]
    public void An_NVarInt_is_the_signed_number_of_its_bytes_or_too_wide() =>
        Prop.ForAll(s_bytes.ToArbitrary(), static bytes =>
        {
            OperationStatus status = NVarInt.TryRead(bytes, out long value);
            if (bytes.Length > NVarInt.MaxSize)
                Assert.Equal(OperationStatus.InvalidData, status);
            else
                Assert.Equal((OperationStatus.Done, new BigInteger(bytes, isUnsigned: false, isBigEndian: true)), (status, value));
        }).Check(s_config);

    [Fact]
    public void An_integer_of_32_bits_is_refused_when_it_has_more() => Assert.All(s_edges, static value =>
    {
        foreach (Y3Options options in (Y3Options[])[Dialects.NVarInt, Dialects.PVarInt])
        {
            byte[] message = PacketTree.Encoded([new PacketTree { Tag = "10", Type = "int64", Value = $"{value}" }], options);
            foreach (byte[] bytes in (byte[][])[message, [.. message, 0x01, 0x08, 1, 2, 3, 4, 5, 6, 7, 8]])
            {
                SeenPacket seen = Seen.By(bytes, options).Packets[0];
                Assert.True(seen.Has("int32", value is >= int.MinValue and <= int.MaxValue ? $"{value}" : "InvalidData"), $"{value}:{seen.Values}");
                Assert.True(seen.Has("int64", $"{value}") && seen.Has("uint64", $"{(ulong)value}"), $"{value}:{seen.Values}");
            }
        }
    });

    [Fact]
    public void An_integer_takes_the_fewest_bytes_that_hold_it_with_its_sign() => Assert.All(s_edges, static value =>
    {
        int bits = (int)BigInteger.Abs(value < 0 ? ~value : value).GetBitLength() + 1;
        Assert.Equal((bits + 7) / 8, NVarInt.Size(value));
        Assert.Equal((bits + 6) / 7, PVarInt.Size(value));
        byte[] room = new byte[PVarInt.MaxSize];
        Assert.True(NVarInt.TryWrite(room, value, out int size));
        Assert.Equal(value, new BigInteger(room.AsSpan(0, size), isUnsigned: false, isBigEndian: true));
        Assert.True(PVarInt.TryWrite(room, value, out size));
        Assert.Equal(value, Packed(room.AsSpan(0, size)));
    });

    [Fact]
    public void A_value_without_bytes_is_false_and_empty_text_but_no_number()
    {
        SeenPacket seen = Seen.By([0x10, 0x00]).Packets[0];
        Assert.Equal(" int32=InvalidData; uint32=InvalidData; int64=InvalidData; uint64=InvalidData; float32=InvalidData; float64=InvalidData; bool=false; string=;", seen.Values);
    }

    [Fact]
    public void Floats_have_at_most_as_many_bytes_as_their_width()
    {
        for (int length = 1; length <= 9; length++)
        {
            SeenPacket seen = Seen.By([0x10, (byte)length, 0x40, .. new byte[length - 1], 0x01, 0x01, 0xFF]).Packets[0];
            Assert.True(seen.Has("float32", length <= 4 ? "2" : "InvalidData") && seen.Has("float64", length <= 8 ? "2" : "InvalidData"), seen.Values);
        }
    }

    [Theory]
    [InlineData("C3 28")]
    [InlineData("C0 80")]
    [InlineData("ED A0 80")]
    [InlineData("F4 90 80 80")]
    [InlineData("E2 82")]
    public void Bytes_that_are_no_UTF_8_are_no_string(string hex)
    {
        byte[] bytes = Hex.Bytes(hex);
        byte[] message = [0x10, (byte)bytes.Length, .. bytes];
        Assert.True(Seen.By(message).Packets[0].Has("string", "InvalidData"));
        Assert.True(Seen.By(Pieces.OfOneByte(message)).Packets[0].Has("string", "InvalidData"));
    }

    /// <summary>Two's complement in groups of seven bits.</summary>
    private static BigInteger Packed(ReadOnlySpan<byte> bytes)
    {
        BigInteger value = (bytes[0] & 0x40) != 0 ? -1 : 0;
        foreach (byte one in bytes)
            value = (value << 7) | (one & 0x7F);
        return value;
    }
}
