using System.Text;
using Bench.Streaming;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>Frames of YoMo 1.6, byte for byte in both directions, and what is none.</summary>
public sealed class FrameTests
{
    private const int Limit = 1 << 20;

    [Fact]
    public void Every_handshake_of_the_vectors_is_written_byte_for_byte() =>
        Assert.All(Vectors("handshake"), static vector =>
            Assert.Equal(vector.Hex, Hex.Text(new HandshakeFrame(vector.Name!, (ClientKind)vector.Kind, vector.Observed?.Select(static tag => (byte)tag).ToArray(), Credential.None).Encode())));

    [Fact]
    public void Every_handshake_of_a_known_kind_is_read_back()
    {
        FrameVector[] known = [.. Vectors("handshake").Where(static vector => Enum.IsDefined((ClientKind)vector.Kind))];
        Assert.Equal(2, known.Length);
        foreach (FrameVector vector in known)
        {
            HandshakeFrame read = HandshakeFrame.Parse(Body(Hex.Bytes(vector.Hex)));
            Assert.Equal((vector.Name, (ClientKind)vector.Kind, CredentialKind.None), (read.Name, read.Kind, read.Credential.Kind));
            Assert.Equal(vector.Observed, read.ObservedTags?.Select(static tag => (int)tag));
        }
    }

    [Fact]
    public void A_kind_of_client_that_nobody_knows_is_refused() =>
        Assert.Contains("0xD3", Assert.Throws<FrameException>(() => HandshakeFrame.Parse(Body(Hex.Bytes(Vectors("handshake")[0].Hex)))).Message);

    [Fact]
    public void Every_data_frame_of_the_vectors_is_read_and_written_byte_for_byte() => Assert.All(Vectors("data"), static vector =>
    {
        byte[] bytes = Hex.Bytes(vector.Hex), body = Body(bytes);
        DataFrame frame = DataFrame.Parse(body);
        Assert.Equal((vector.Tag, vector.Transaction), (frame.Tag, Encoding.UTF8.GetString(body, frame.TransactionStart, frame.TransactionLength)));
        Assert.Equal(vector.Data, Hex.Text(body.AsSpan(frame.DataStart, frame.DataLength)));
        Assert.Equal(vector.Hex, Hex.Text(Written(frame.Tag, Encoding.UTF8.GetBytes(vector.Transaction!), Hex.Bytes(vector.Data!), false)));
    });

    [Fact]
    public void An_app_key_is_id_and_secret_one_after_the_other()
    {
        HandshakeFrame read = HandshakeFrame.Parse(Body(new HandshakeFrame("s", ClientKind.Source, null, Credential.AppKey("id", "secret")).Encode()));
        Assert.Equal("id", read.Credential.AppId);
        Assert.Equal("idsecret"u8, read.Credential.Payload);
        Assert.True(Credential.AppKey("id", "secret").Admits(read.Credential));
        Assert.False(Credential.AppKey("id", "other").Admits(read.Credential));
        Assert.DoesNotContain("secret", read.Credential.ToString());
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("\u001b[2J")]
    [InlineData(null)]
    public void A_name_that_is_not_for_people_s_eyes_is_refused(string? name)
    {
        byte[] frame = new HandshakeFrame(name ?? new string('n', 201), ClientKind.Source, null, Credential.None).Encode();
        Assert.Contains("at most 200 characters, none of them a control character", Assert.Throws<FrameException>(() => HandshakeFrame.Parse(Body(frame))).Message);
    }

    [Fact]
    public void What_a_peer_says_at_its_end_is_one_short_line()
    {
        string text = GoAwayFrame.Parse(Body(GoAwayFrame.Encode(new CloseReason(1, "\u001b[31m" + new string('x', 300) + "\nbench: all is well")))).Text;
        Assert.Equal($"\uFFFD[31m{new string('x', 195)}…", text);
    }

    [Fact]
    public void The_order_of_a_handshake_s_fields_does_not_matter()
    {
        HandshakeFrame read = HandshakeFrame.Parse(Hex.Bytes("05 00 04 01 00 06 02 33 34 02 01 5D 01 01 66"));
        Assert.Equal(("f", ClientKind.Function), (read.Name, read.Kind));
        Assert.Equal([0x33, 0x34], read.ObservedTags);
    }

    [Theory]
    [InlineData("BF 7F", "no number of bytes")]
    [InlineData("BF 87 FF FF FF 7F", "above the limit")]
    [InlineData("BF FF FF FF FF FF", "no number of bytes")]
    public void A_length_that_is_hostile_is_refused_before_anything_is_allocated(string hex, string why)
    {
        byte[] bytes = Hex.Bytes(hex);
        Assert.Contains(why, Assert.Throws<FrameException>(() => Frame.TryFind(bytes, Limit, out _, out _)).Message);
    }

    [Theory]
    [InlineData("AF 06 01 04 31 32 33 34", "without data")]
    [InlineData("AE 06 40 04 79 6F 6D 6F", "above 0x3F")]
    [InlineData("AE 06 15 05 79 6F 6D 6F", "beyond its end")]
    [InlineData("AF 09 01 04 31 32 33 34", "beyond its end")]
    [InlineData("AE 00", "without a packet")]
    public void Data_that_is_torn_or_out_of_range_is_a_fault(string hex, string why)
    {
        byte[] body = Hex.Bytes(hex);
        Assert.Contains(why, Assert.Throws<FrameException>(() => DataFrame.Parse(body)).Message);
    }

    [Fact]
    public void Any_data_comes_back_whatever_its_size_and_wherever_the_bytes_are_split()
    {
        Gen<(byte Tag, byte[] Transaction, byte[] Data, bool Broadcast)> messages =
            from tag in Gen.Choose(0, DataTag.Largest)
            from id in Gen.Choose(0, 200).SelectMany(static size => Gen.ArrayOf(Gen.Choose(0, 255), size))
            from data in Gen.Choose(0, 9000).SelectMany(static size => Gen.ArrayOf(Gen.Choose(0, 255), size))
            from broadcast in Gen.Elements(true, false)
            select ((byte)tag, id.Select(static one => (byte)one).ToArray(), data.Select(static one => (byte)one).ToArray(), broadcast);
        Prop.ForAll(messages.ToArbitrary(), static message =>
        {
            byte[] bytes = Written(message.Tag, message.Transaction, message.Data, message.Broadcast);
            for (int cut = 0; cut < bytes.Length; cut += 1 + (bytes.Length / 50))
                Assert.False(Frame.TryFind(bytes.AsSpan(0, cut), Limit, out _, out _));
            byte[] body = Body(bytes);
            DataFrame frame = DataFrame.Parse(body);
            Assert.Equal((message.Tag, message.Broadcast), (frame.Tag, frame.Broadcast));
            Assert.Equal(message.Transaction, body.AsSpan(frame.TransactionStart, frame.TransactionLength).ToArray());
            Assert.Equal(message.Data, body.AsSpan(frame.DataStart, frame.DataLength).ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Random_bytes_are_frames_or_faults_and_nothing_else()
    {
        Random random = new(20261121);
        byte[] bytes = new byte[300];
        int found = 0, refused = 0;
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(bytes);
            Span<byte> input = bytes.AsSpan(0, random.Next(bytes.Length));
            if (input.Length > 8)
                (input[1], input[2], input[3]) = ((byte)random.Next(64), (byte)(random.Next(2) == 0 ? FrameKind.Meta : FrameKind.Payload), (byte)random.Next(8));
            try
            {
                if (!Frame.TryFind(input, Limit, out int size, out int body))
                    continue;
                found++;
                if (random.Next(2) == 0)
                    DataFrame.Parse(input[body..size]);
                else
                    HandshakeFrame.Parse(input[body..size]);
            }
            catch (FrameException)
            {
                refused++;
            }
        }
        Assert.InRange(found, 1000, 200_000);
        Assert.InRange(refused, 1000, 200_000);
    }

    private static FrameVector[] Vectors(string type) =>
        [.. VectorFile<FrameVector>.Load("yomo-frames.json").Groups.Where(group => group.Type == type).SelectMany(static group => group.Vectors)];

    private static byte[] Body(byte[] bytes)
    {
        Assert.True(Frame.TryFind(bytes, Limit, out int size, out int body));
        Assert.Equal(bytes.Length, size);
        return bytes[body..];
    }

    private static byte[] Written(byte tag, byte[] transaction, byte[] data, bool broadcast)
    {
        byte[] bytes = new byte[DataFrame.Size(transaction.Length, data.Length, broadcast)];
        Assert.Equal(bytes.Length, DataFrame.Write(bytes, tag, transaction, data, broadcast));
        return bytes;
    }
}
