using System.Buffers.Binary;
using System.Text;
using Bench.Backends.Docker;
using Bench.Fleet;

namespace Bench.Tests;

public sealed class ServiceLogFramesTests
{
    private const int Output = 1, Error = 2, Swarm = 3;

    private readonly List<ServiceLogLine> _lines = [];

    [Fact]
    public void Lines_are_made_whole_however_the_bytes_are_cut_and_however_tasks_take_turns()
    {
        byte[] stream =
        [
            .. Frame(Output, "n1", "t1", "one, "), .. Frame(Output, "n2", "t2", "zwei\n"), .. Frame(Error, "n1", "t1", "amiss\n"),
            .. Frame(Output, "n1", "t1", "goes on\n"), .. Frame(Output, "n1", "t1", "\n"), .. Frame(Output, "n2", "t2", "without an end"),
        ];
        ServiceLogLine[] expected =
        [
            new("n2", "t2", false, "zwei"), new("n1", "t1", true, "amiss"), new("n1", "t1", false, "one, goes on"), new("n1", "t1", false, ""),
            new("n2", "t2", false, "without an end"),
        ];
        for (int first = 0; first <= stream.Length; first += 17)
            for (int second = first; second <= stream.Length; second++)
            {
                _lines.Clear();
                ServiceLogFrames frames = new(_lines.Add);
                frames.Append(stream.AsSpan(0, first));
                frames.Append(stream.AsSpan(first, second - first));
                frames.Append(stream.AsSpan(second));
                frames.Finish();
                Assert.Equal(expected, _lines);
            }
    }

    [Fact]
    public void A_character_that_the_engine_has_cut_in_two_is_whole_again()
    {
        byte[] text = Encoding.UTF8.GetBytes("größer\n");
        Assert.Equal("größer", Assert.Single(Read([.. Frame(Output, "n", "t", text.AsSpan(0, 3)), .. Frame(Output, "n", "t", text.AsSpan(3))])).Text);
    }

    [Fact]
    public void What_the_swarm_says_itself_is_a_line_of_no_task()
    {
        ServiceLogLine line = Assert.Single(Read(Raw(Swarm, "Error grabbing logs: node n2 is not available\n"u8)));
        Assert.True(line.IsFromSwarm);
        Assert.Equal("Error grabbing logs: node n2 is not available", line.Text);
    }

    [Fact]
    public void A_line_that_is_too_long_is_cut_and_says_so_and_the_next_one_is_whole()
    {
        byte[] part = new byte[1 << 14];
        part.AsSpan().Fill((byte)'x');
        List<byte> stream = [];
        for (int sent = 0; sent <= ServiceLogFrames.LongestLine; sent += part.Length)
            stream.AddRange(Frame(Output, "n", "t", part));
        stream.AddRange([.. Frame(Output, "n", "t", "\n"), .. Frame(Output, "n", "t", "next\n")]);
        IReadOnlyList<ServiceLogLine> lines = Read([.. stream]);
        Assert.Equal([(ServiceLogFrames.LongestLine, true), (4, false)], lines.Select(static line => (line.Text.Length, line.IsCut)));
    }

    [Fact]
    public void A_frame_that_claims_four_gigabytes_is_refused() =>
        Assert.Contains("01000000FFFFFFFF", Assert.Throws<DockerException>(() => Read([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])).Message);

    [Fact]
    public void Lines_of_ever_new_tasks_that_never_end_are_refused_before_they_fill_the_memory()
    {
        byte[] part = new byte[1 << 17];
        ServiceLogFrames frames = new(_lines.Add);
        int sent = 0;
        Assert.Contains("without an end", Assert.Throws<DockerException>(() =>
        {
            for (; sent < 10_000; sent++)
                frames.Append(Frame(Output, "n", $"t{sent}", part));
        }).Message);
        Assert.InRange(sent, 1, 1000);
    }

    [Theory]
    [InlineData("a line without details\n")]
    [InlineData("com.docker.swarm.node.id=n text\n")]
    [InlineData("com.docker.swarm.node.id=n,com.docker.swarm.task.id= text\n")]
    [InlineData("")]
    public void A_line_of_nobody_is_refused(string frame) =>
        Assert.Contains("which task", Assert.Throws<DockerException>(() => Read(Raw(Output, Encoding.UTF8.GetBytes(frame)))).Message);

    [Fact]
    public void Random_bytes_end_in_one_clear_error_and_nothing_else()
    {
        Random random = new(20260607);
        byte[] sane = [.. Frame(Output, "n1", "t1", "text\n"), .. Frame(Error, "n1", "t1", "torn"), .. Raw(Swarm, "says"u8)];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. sane];
            for (int change = random.Next(4); change >= 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            _lines.Clear();
            try
            {
                Read(bytes[..random.Next(bytes.Length + 1)]);
            }
            catch (DockerException e)
            {
                Assert.Contains("the service's log", e.Message);
            }
            Assert.True(_lines.Sum(static line => line.Text.Length) <= bytes.Length);
        }
    }

    private List<ServiceLogLine> Read(byte[] bytes)
    {
        ServiceLogFrames frames = new(_lines.Add);
        frames.Append(bytes);
        frames.Finish();
        return _lines;
    }

    private static byte[] Frame(byte stream, string node, string task, string text) => Frame(stream, node, task, Encoding.UTF8.GetBytes(text));

    private static byte[] Frame(byte stream, string node, string task, ReadOnlySpan<byte> text) =>
        Raw(stream, [.. Encoding.UTF8.GetBytes($"com.docker.swarm.node.id={node},com.docker.swarm.service.id=s,com.docker.swarm.task.id={task} "), .. text]);

    private static byte[] Raw(byte stream, ReadOnlySpan<byte> frame)
    {
        byte[] bytes = new byte[8 + frame.Length];
        bytes[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (uint)frame.Length);
        frame.CopyTo(bytes.AsSpan(8));
        return bytes;
    }
}
