using System.Buffers.Binary;
using System.Text;
using Bench.Backends.Docker;

namespace Bench.Tests.Docker;

public sealed class StreamDemultiplexerTests : IDisposable
{
    private readonly MemoryStream _stdout = new();
    private readonly MemoryStream _stderr = new();

    public void Dispose()
    {
        _stdout.Dispose();
        _stderr.Dispose();
    }

    [Fact]
    public void Frames_reach_their_streams_however_they_are_cut()
    {
        byte[] stream = [.. Frame(1, "out one "), .. Frame(2, "error"), .. Frame(1, ""), .. Frame(1, "out two")];
        for (int first = 0; first <= stream.Length; first++)
            for (int second = first; second <= stream.Length; second++)
            {
                StreamDemultiplexer frames = New();
                frames.Append(stream.AsSpan(0, first));
                frames.Append(stream.AsSpan(first, second - first));
                frames.Append(stream.AsSpan(second));
                frames.Finish();
                Assert.Equal("out one out two", Encoding.ASCII.GetString(_stdout.ToArray()));
                Assert.Equal("error", Encoding.ASCII.GetString(_stderr.ToArray()));
            }
    }

    [Fact]
    public void A_frame_that_claims_four_gigabytes_allocates_nothing()
    {
        long got = 0;
        StreamDemultiplexer frames = new(bytes => got += bytes.Length, static _ => { });
        byte[] header = [1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff];
        byte[] block = new byte[1 << 16];
        frames.Append(header);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            frames.Append(block);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1000L << 16, got);
        Assert.Contains("broke off", Assert.Throws<DockerException>(frames.Finish).Message);
    }

    [Fact]
    public void Random_bytes_end_in_one_clear_error_and_nothing_else()
    {
        Random random = new(20240607);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (round % 2 == 0 && bytes.Length >= 8)
                ((byte[])[(byte)random.Next(4), 0, 0, 0, 0, 0, 0, (byte)random.Next(64)]).CopyTo(bytes, 0);
            StreamDemultiplexer frames = New();
            try
            {
                for (int at = 0; at < bytes.Length;)
                {
                    int length = random.Next(1, bytes.Length - at + 1);
                    frames.Append(bytes.AsSpan(at, length));
                    at += length;
                }
                frames.Finish();
            }
            catch (DockerException e)
            {
                Assert.Contains("the container's output", e.Message);
            }
            Assert.True(_stdout.Length + _stderr.Length <= bytes.Length);
        }
    }

    [Fact]
    public void The_output_of_a_terminal_is_refused_with_its_first_bytes() =>
        Assert.Contains("68656C6C6F20776F", Assert.Throws<DockerException>(() => New().Append("hello world"u8)).Message);

    private StreamDemultiplexer New()
    {
        _stdout.SetLength(0);
        _stderr.SetLength(0);
        return new StreamDemultiplexer(_stdout.Write, _stderr.Write);
    }

    private static byte[] Frame(byte stream, string text)
    {
        byte[] frame = new byte[8 + text.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)text.Length);
        Encoding.ASCII.GetBytes(text, frame.AsSpan(8));
        return frame;
    }
}
