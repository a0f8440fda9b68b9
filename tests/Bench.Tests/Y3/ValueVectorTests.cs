using System.Buffers;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>Every vector of single values, read and written.</summary>
public sealed class ValueVectorTests
{
    [Theory]
    [InlineData("y3-pvarint.json", 39)]
    [InlineData("y3-nvarint.json", 41)]
    [InlineData("y3-varfloat.json", 30)]
    [InlineData("y3-bool.json", 4)]
    [InlineData("y3-length.json", 20)]
    public void A_file_of_values_has_all_its_vectors_and_says_where_they_come_from(string file, int count)
    {
        VectorFile<ValueVector> vectors = VectorFile<ValueVector>.Load(file);
        Assert.Equal(count, vectors.Groups.Sum(static group => group.Vectors.Length));
        Assert.All(vectors.Groups, static group => Assert.NotEmpty(group.Source));
    }

    [Fact]
    public void Every_PVarInt_is_read_and_written_as_its_vector_says() => Assert.All(Cases("y3-pvarint.json"), static one =>
    {
        Assert.Equal(one.Bytes.Length, PVarInt.Size(one.Signed));
        Written(one.Bytes, (room, out written) => PVarInt.TryWrite(room, one.Signed, out written));
        Assert.Equal(OperationStatus.Done, PVarInt.TryRead([.. one.Bytes, 0xFF], out long read, out int size));
        Assert.Equal((one.Signed, one.Bytes.Length), (read, size));
        for (int cut = 0; cut < one.Bytes.Length; cut++)
            Assert.Equal(OperationStatus.NeedMoreData, PVarInt.TryRead(one.Bytes.AsSpan(0, cut), out _, out _));
    });

    [Fact]
    public void Every_NVarInt_is_read_and_written_as_its_vector_says() => Assert.All(Cases("y3-nvarint.json"), static one =>
    {
        Assert.Equal(one.Bytes.Length, NVarInt.Size(one.Signed));
        Written(one.Bytes, (room, out written) => NVarInt.TryWrite(room, one.Signed, out written));
        Assert.Equal(OperationStatus.Done, NVarInt.TryRead(one.Bytes, out long read));
        Assert.Equal(one.Signed, read);
    });

    [Fact]
    public void Every_VarFloat_of_32_bits_is_read_and_written_as_its_vector_says() => Assert.All(Cases("y3-varfloat.json", "float32"), static one =>
    {
        float value = one.Value == "NaN" ? BitConverter.UInt32BitsToSingle(0x7FC00000) : float.Parse(one.Value);
        Assert.Equal(one.Bytes.Length, VarFloat.Size(value));
        Written(one.Bytes, (room, out written) => VarFloat.TryWrite(room, value, out written));
        Assert.Equal(OperationStatus.Done, VarFloat.TryRead(one.Bytes, out float read));
        Assert.Equal(BitConverter.SingleToUInt32Bits(value), BitConverter.SingleToUInt32Bits(read));
    });

    [Fact]
    public void Every_VarFloat_of_64_bits_is_read_and_written_as_its_vector_says() => Assert.All(Cases("y3-varfloat.json", "float64"), static one =>
    {
        double value = one.Value == "NaN" ? BitConverter.UInt64BitsToDouble(0x7FF80000_00000000) : double.Parse(one.Value);
        Assert.Equal(one.Bytes.Length, VarFloat.Size(value));
        Written(one.Bytes, (room, out written) => VarFloat.TryWrite(room, value, out written));
        Assert.Equal(OperationStatus.Done, VarFloat.TryRead(one.Bytes, out double read));
        Assert.Equal(BitConverter.DoubleToUInt64Bits(value), BitConverter.DoubleToUInt64Bits(read));
    });

    [Theory]
    [InlineData("y3-pvarint.json")]
    [InlineData("y3-nvarint.json")]
    [InlineData("y3-varfloat.json")]
    [InlineData("y3-bool.json")]
    public void A_value_in_a_packet_is_read_by_both_readers_wherever_it_stands_and_written_by_the_writer(string file) => Assert.All(Cases(file), static one =>
    {
        byte[] packet = [0x2A, (byte)one.Bytes.Length, .. one.Bytes];
        foreach (Y3Options options in Dialects.Of(one.Integers))
        {
            // Also in front of others: a reader may load more bytes than the value has.
            foreach (byte[] message in (byte[][])[packet, [.. packet, 0x01, 0x00], [0x86, 0x00, .. packet, 0x0B, 0x04, 0xFF, 0xFF, 0xFF, 0xFF]])
            {
                Assert.Contains(Seen.By(message, options).Packets, seen => seen.Tag == "2A" && seen.Has(one.Type, one.Value));
                Assert.Contains(Seen.By(Pieces.OfOneByte(message), options).Packets, seen => seen.Tag == "2A" && seen.Has(one.Type, one.Value));
            }
            // The NaN of .NET has a sign, that of the vectors has none, and text does not tell them apart.
            if (one.Writes && one.Value != "NaN")
                Assert.Equal(Hex.Text(packet), Hex.Text(PacketTree.Encoded([new PacketTree { Tag = "2A", Type = one.Type, Value = one.Value }], options)));
        }
    });

    [Fact]
    public void Every_length_is_read_and_written_as_its_vector_says() => Assert.All(Cases("y3-length.json"), static one =>
    {
        Written(one.Bytes, (room, out written) => PVarInt.TryWrite(room, one.Signed, out written));
        Assert.Equal(OperationStatus.Done, Y3Header.TryRead([0x92, .. one.Bytes, 0xFF], out Y3Header header));
        Assert.Equal(new Y3Header(Y3Tag.Node(0x12), 1 + one.Bytes.Length, (int)one.Signed), header);
        for (int cut = 0; cut < one.Bytes.Length; cut++)
            Assert.Equal(OperationStatus.NeedMoreData, Y3Header.TryRead([0x92, .. one.Bytes.AsSpan(0, cut)], out _));
    });

    [Fact]
    public void Packets_and_nodes_get_the_length_of_the_vector_from_the_writer() => Assert.All(Cases("y3-length.json").Where(static one => one.Signed < 1 << 24), static one =>
    {
        int length = (int)one.Signed;
        byte[] bytes = new byte[1 + one.Bytes.Length + length];
        Y3Writer packet = new(bytes);
        packet.WriteBytes(0x12, new byte[length]);
        Assert.Equal((OperationStatus.Done, bytes.Length), (packet.Finish(), packet.Written));
        Assert.Equal(Hex.Text([0x12, .. one.Bytes]), Hex.Text(bytes.AsSpan(0, 1 + one.Bytes.Length)));

        Y3Writer node = new(bytes);
        Y3Scope scope = node.Begin(Y3Tag.Node(0x12));
        node.WriteEncoded(new byte[length]);
        node.End(scope);
        Assert.Equal((OperationStatus.Done, bytes.Length), (node.Finish(), node.Written));
        Assert.Equal(Hex.Text([0x92, .. one.Bytes]), Hex.Text(bytes.AsSpan(0, 1 + one.Bytes.Length)));

        Y3Reader reader = new(bytes);
        Assert.True(reader.Read());
        Assert.Equal((length, 1 + one.Bytes.Length), (reader.Value.Length, reader.ValueOffset));
    });

    private static IEnumerable<Case> Cases(string file, string? type = null) =>
        from vectors in VectorFile<ValueVector>.Load(file).Groups
        where type is null || vectors.Type == type
        from vector in vectors.Vectors
        select new Case(vectors.Integers!, vectors.Type!, vector.Value, vector.Hex, vector.Writes);

    private delegate bool Write(Span<byte> room, out int written);

    /// <summary>In room that is larger, exact, and too small by each number of bytes.</summary>
    private static void Written(byte[] expected, Write write)
    {
        byte[] larger = new byte[expected.Length + 3];
        Assert.True(write(larger, out int written));
        Assert.Equal((Hex.Text([.. expected, 0, 0, 0]), expected.Length), (Hex.Text(larger), written));
        byte[] room = new byte[expected.Length];
        for (int size = 0; size < expected.Length; size++)
        {
            Assert.False(write(room.AsSpan(0, size), out written));
            Assert.Equal((Hex.Text(new byte[expected.Length]), 0), (Hex.Text(room), written));
        }
        Assert.True(write(room, out written));
        Assert.Equal((Hex.Text(expected), expected.Length), (Hex.Text(room), written));
    }

    private sealed record Case(string Integers, string Type, string Value, string Hex, bool Writes)
    {
        internal byte[] Bytes { get; } = Bench.Tests.Hex.Bytes(Hex);

        /// <summary>What stands on the wire: of an unsigned number the signed one of the same bits.</summary>
        internal long Signed => Type switch
        {
            "uint32" => (int)uint.Parse(Value),
            "uint64" => (long)ulong.Parse(Value),
            _ => long.Parse(Value),
        };
    }
}
