using Bench.Backends.MicroVm;
using Bench.Core;

namespace Bench.Tests.MicroVm;

public sealed class GuestFramesTests
{
    private readonly List<byte> _stdout = [], _stderr = [];
    private readonly GuestFrames _frames;

    public GuestFramesTests() => _frames = new GuestFrames(bytes => _stdout.AddRange(bytes), bytes => _stderr.AddRange(bytes));

    [Theory, InlineData(1), InlineData(3), InlineData(1000)]
    public void Two_streams_and_the_end_come_apart_however_they_are_torn(int piece)
    {
        byte[] binary = [.. Enumerable.Range(0, 256).Select(static value => (byte)value)];
        foreach (byte[] part in ((byte[])[.. Frame(1, binary), .. Frame(2, [9]), .. Frame(1, [10]), .. Frame(3, [7])]).Chunk(piece))
            _frames.Append(part);

        Assert.Equal([.. binary, 10], _stdout);
        Assert.Equal([9], _stderr);
        Assert.Equal(new ExitStatus.Exited(7), _frames.Exit);
    }

    [Fact]
    public void A_program_that_a_signal_ended_is_told_from_one_that_exited()
    {
        _frames.Append(Frame(4, [11]));
        Assert.Equal(new ExitStatus.Signalled(11), _frames.Exit);
    }

    [Fact]
    public void Without_a_word_of_the_program_there_is_no_end()
    {
        _frames.Append(Frame(1, [1, 2, 3]).AsSpan(..^1));
        Assert.Null(_frames.Exit);
        Assert.Equal([1, 2], _stdout);
    }

    [Theory]
    [InlineData("00000001")]
    [InlineData("05000001")]
    [InlineData("01010001")]
    [InlineData("01000000")]
    [InlineData("01001001")]
    [InlineData("03000002")]
    public void What_is_no_frame_is_refused(string header) =>
        Assert.Contains(header, Assert.Throws<InvalidDataException>(() => _frames.Append(Convert.FromHexString(header))).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_comes_after_the_end()
    {
        _frames.Append(Frame(3, [0]));
        Assert.Contains("after the program's end", Assert.Throws<InvalidDataException>(() => _frames.Append(Frame(1, [1]))).Message, StringComparison.Ordinal);
    }

    private static byte[] Frame(byte kind, byte[] content) => [kind, 0, (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
