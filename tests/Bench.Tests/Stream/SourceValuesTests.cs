using System.Text;
using Bench.Core;
using Bench.Streams;

namespace Bench.Tests;

public sealed class SourceValuesTests : IDisposable
{
    private static readonly byte[] s_frame = [0xFF, 0xD8, 1, 2, 0xFF, 0, 0xD9, 3, 0xFF, 0xD9], s_large = [0xFF, 0xD8, .. Enumerable.Repeat((byte)7, 300_000), 0xFF, 0xD9];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Images_of_a_folder_come_in_the_order_of_their_names_again_and_again()
    {
        _folder.Write("b.png", "second");
        _folder.Write("a.JPG", "first, whatever it holds");
        _folder.Write("c.txt", "no image by its name");
        await using SourceValues images = ImageFiles.Load(_folder.Path);
        foreach (string expected in (string[])["first, whatever it holds", "second", "first, whatever it holds"])
            Assert.Equal(expected, Encoding.UTF8.GetString((await images.NextAsync(CancellationToken.None))!.Value.Span));
    }

    [Fact]
    public async Task A_file_may_have_any_name()
    {
        await using SourceValues image = ImageFiles.Load(_folder.Write("shot", "x"));
        Assert.Equal("x"u8.ToArray(), (await image.NextAsync(CancellationToken.None))!.Value.ToArray());
    }

    [Fact]
    public void A_folder_without_images_and_a_missing_one_are_said()
    {
        _folder.Write("c.txt", "");
        Assert.Contains("holds no image", Assert.Throws<UsageException>(() => ImageFiles.Load(_folder.Path)).Message);
        Assert.Contains("nowhere", Assert.Throws<UsageException>(() => ImageFiles.Load(_folder["nowhere"])).Message);
    }

    [Fact]
    public async Task Frames_of_a_video_are_told_apart_wherever_the_pipe_divides_them()
    {
        byte[][] frames = [s_frame, s_large, s_frame, s_frame];
        await using SourceValues video = VideoFrames.Open(Command.Of("cat", WriteBytes("frames", [.. frames.SelectMany(static one => one)])), "film.mp4");
        foreach (byte[] frame in frames)
            Assert.Equal(frame, (await video.NextAsync(CancellationToken.None))!.Value.ToArray());
        Assert.Null(await video.NextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_video_that_ends_within_a_frame_says_what_ffmpeg_said()
    {
        string file = WriteBytes("frames", [.. s_frame, 0xFF, 0xD8, 1]);
        await using SourceValues video = VideoFrames.Open(Command.Of("sh", "-c", $"cat {file}; echo 'first line' >&2; echo 'Invalid data found' >&2; exit 1"), "film.mp4");
        await video.NextAsync(CancellationToken.None);
        string message = (await Assert.ThrowsAsync<UsageException>(() => video.NextAsync(CancellationToken.None).AsTask())).Message;
        Assert.Equal("ffmpeg ended within a frame of film.mp4: Invalid data found", message);
    }

    [Fact]
    public async Task A_file_that_is_no_video_has_no_frame()
    {
        await using SourceValues video = VideoFrames.Open(Command.Of("sh", "-c", "echo 'moov atom not found' >&2"), "film.mp4");
        Assert.Equal("ffmpeg ended without a frame of film.mp4: moov atom not found",
            (await Assert.ThrowsAsync<UsageException>(() => video.NextAsync(CancellationToken.None).AsTask())).Message);
    }

    private string WriteBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }
}
