using System.Buffers;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>Every vector of packets, messages and faults, read whole and in pieces, and written.</summary>
public sealed class PacketVectorTests
{
    [Fact]
    public void The_files_have_all_their_vectors_and_say_where_they_come_from()
    {
        Assert.Equal((56, 9, 26, 3), (Count<PacketVector>("y3-packets.json"), Count<TagVector>("y3-tags.json"), Count<ErrorVector>("y3-errors.json"), Count<StreamVector>("y3-streams.json")));
        static int Count<T>(string file)
        {
            VectorFile<T> vectors = VectorFile<T>.Load(file);
            Assert.All(vectors.Groups, static group => Assert.NotEmpty(group.Source));
            return vectors.Groups.Sum(static group => group.Vectors.Length);
        }
    }

    [Fact]
    public void Every_message_is_read_as_its_vector_says_whole_and_cut_anywhere() => Assert.All(Cases(), static one =>
    {
        byte[] message = Hex.Bytes(one.Vector.Hex);
        Seen whole = Seen.By(message, one.Options);
        Assert.Equal((OperationStatus.Done, message.Length), (whole.Status, whole.Offset));
        PacketTree[] expected = [.. PacketTree.Flat(one.Vector.Packets)];
        Assert.Equal(expected.Select(static packet => packet.Tag), whole.Packets.Select(static packet => packet.Tag));
        foreach ((PacketTree packet, SeenPacket seen) in expected.Zip(whole.Packets))
            if (packet.Type is string type)
                Assert.True(type == "bytes" ? seen.Value == packet.Value : seen.Has(type, packet.Value!), $"{packet} was read as{seen.Values}");
        for (int cut = 0; cut <= message.Length; cut++)
            Seen.Same(whole, Seen.By(Pieces.Of(message, cut), one.Options));
        Seen.Same(whole, Seen.By(Pieces.OfOneByte(message), one.Options));
    });

    [Fact]
    public void Every_message_is_written_as_its_vector_says() => Assert.All(Cases().Where(static one => one.Vector.Writes), static one =>
        Assert.Equal(one.Vector.Hex, Hex.Text(PacketTree.Encoded(one.Vector.Packets, one.Options))));

    [Fact]
    public void Every_tag_says_what_its_vector_says() => Assert.All(VectorFile<TagVector>.VectorsOf("y3-tags.json"), static vector =>
    {
        Y3Tag tag = new(Convert.ToByte(vector.Tag, 16));
        Assert.Equal((vector.Node, vector.Slice, vector.Id), (tag.IsNode, tag.IsSlice, tag.Id));
        if (vector is { Node: true } or { Slice: false })
            Assert.Equal(tag, vector.Slice ? Y3Tag.Slice(vector.Id) : vector.Node ? Y3Tag.Node(vector.Id) : Y3Tag.Primitive(vector.Id));
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(0x40)]
    public void An_id_that_takes_more_than_six_bits_is_no_tag(int id)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Y3Tag.Node(id));
        Assert.Throws<ArgumentOutOfRangeException>(() => Y3Tag.Slice(id));
        Assert.Throws<ArgumentOutOfRangeException>(() => Y3Tag.Primitive(id));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Y3Writer(new byte[16]).WriteInt32(id, 1));
    }

    [Fact]
    public void Every_fault_is_said_where_its_vector_says_whole_and_cut_anywhere() => Assert.All(VectorFile<ErrorVector>.VectorsOf("y3-errors.json"), static vector =>
    {
        byte[] message = Hex.Bytes(vector.Hex);
        Seen whole = Seen.By(message);
        Assert.Equal((vector.Status, vector.Offset, vector.Packets), (whole.Status.ToString(), whole.Offset, whole.Packets.Count));
        for (int cut = 0; cut <= message.Length; cut++)
            Seen.Same(whole, Seen.By(Pieces.Of(message, cut)));
        Seen.Same(whole, Seen.By(Pieces.OfOneByte(message)));
    });

    [Fact]
    public void Messages_one_after_the_other_are_read_one_by_one() => Assert.All(VectorFile<StreamVector>.VectorsOf("y3-streams.json"), static vector =>
    {
        byte[] bytes = Hex.Bytes(vector.Hex);
        Assert.Equal(vector.Packets, Seen.By(bytes).Packets.Where(static packet => packet.Depth == 0).Select(static packet => packet.Packet));
        // An observer looks inside of the roots only, at any depth.
        foreach ((string id, string[] packets) in vector.Observed)
            Assert.Equal(packets, Seen.By(Pieces.OfOneByte(bytes)).Packets.Where(packet => packet.Depth > 0 && packet.Tag == id).Select(static packet => packet.Packet));
    });

    private static IEnumerable<(Y3Options Options, PacketVector Vector)> Cases() =>
        from vectors in VectorFile<PacketVector>.Load("y3-packets.json").Groups
        from options in Dialects.Of(vectors.Integers!)
        from vector in vectors.Vectors
        select (options, vector);
}
