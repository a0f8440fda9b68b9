using System.Buffers.Binary;
using System.Text;
using Bench.Workloads;

namespace Bench.Tests;

public sealed class PictureTests
{
    [Theory]
    [InlineData("no bytes", "")]
    [InlineData("not a PNG or JPEG", "A text that somebody named photograph.jpg.")]
    [InlineData("not a PNG or JPEG", "\u0089PNG")]
    [InlineData("not a PNG or JPEG", "GIF89a")]
    public void What_is_no_image_is_refused(string reason, string text) => Assert.Equal(reason, BadInput.Message(Encoding.Latin1.GetBytes(text)));

    [Theory]
    [InlineData(20000, 20000, "20000 x 20000 pixels are too many")]
    [InlineData(4097, 1, "4097 x 1 pixels are too many")]
    [InlineData(1, 65535, "1 x 65535 pixels are too many")]
    [InlineData(0, 7, "0 x 7 pixels are too few")]
    public void A_size_is_refused_by_the_header_alone(int width, int height, string reason)
    {
        byte[] png = PngFile.Of(new PngHeader(width, height, 8, PngColour.Rgb, false));
        byte[] jpeg = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(7), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(9), (ushort)width);

        Assert.Equal(reason, BadInput.Message(png));
        Assert.Equal(reason, BadInput.Message(jpeg));
    }

    [Fact]
    public void A_large_header_over_few_bytes_costs_nothing()
    {
        PngHeader header = new(Picture.SideMax, Picture.SideMax, 16, PngColour.RgbAlpha, true);
        byte[] png = PngFile.Of(header, ("IDAT", PngFile.Compress(new byte[1000])), ("IEND", []));
        byte[] jpeg = [.. JpegFile.Of(new JpegShape(8, 8), seed: 1)];
        int frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), Picture.SideMax);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), Picture.SideMax);
        BadInput.Message(png);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("truncated PNG", BadInput.Message(png));
        Assert.Equal("truncated JPEG", BadInput.Message(jpeg));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void The_largest_size_is_read()
    {
        byte[] file = Png.Encode(new Picture(Picture.SideMax, Picture.SideMax));

        Assert.Equal(Picture.SideMax, Picture.Decode(file).Height);
    }
}
