using Bench.Workloads;

namespace Bench.Tests;

public sealed class PngTests
{
    [Fact]
    public void Every_kind_is_read_with_every_filter()
    {
        foreach ((PngColour colour, int depth) in PngFile.Kinds)
            foreach ((int width, int height) in ((int, int)[])[(1, 1), (1, 9), (3, 2), (5, 5), (17, 31), (40, 23)])
                foreach (bool interlaced in (bool[])[false, true])
                {
                    (byte[] file, byte[] rgb) = PngFile.Of(new PngHeader(width, height, depth, colour, interlaced), seed: width);

                    Picture picture = Picture.Decode(file);

                    Assert.Equal((width, height), (picture.Width, picture.Height));
                    Assert.Equal(rgb, picture.Rgb);
                }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 300)]
    [InlineData(300, 7)]
    public void What_is_written_is_read_again(int width, int height)
    {
        Picture picture = new(width, height);
        new Random(width).NextBytes(picture.Rgb);

        Picture read = Picture.Decode(Png.Encode(picture));

        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.Equal(picture.Rgb, read.Rgb);
    }

    [Fact]
    public void Every_cut_is_a_truncated_file()
    {
        byte[] file = Png.Encode(new Picture(9, 9));

        for (int length = 8; length < file.Length; length++)
            Assert.Equal("truncated PNG", BadInput.Message(file.AsSpan(0, length)));
    }

    [Fact]
    public void Pixels_whose_checksum_is_wrong_are_damaged()
    {
        byte[] rows = PngFile.Compress([0, 1, 2, 3]);
        rows[^1] ^= 1;

        Assert.Equal("damaged PNG", BadInput.Message(PngFile.Of(new PngHeader(1, 1, 8, PngColour.Rgb, false), ("IDAT", rows), ("IEND", []))));
    }

    [Theory]
    [InlineData("damaged PNG", 3, 2, 0)]
    [InlineData("damaged PNG", 8, 1, 0)]
    [InlineData("damaged PNG", 8, 3, 0)]
    [InlineData("damaged PNG", 8, 2, 5)]
    [InlineData("truncated PNG", 16, 2, 0)]
    [InlineData("truncated PNG", 16, 6, 0)]
    public void A_header_that_its_rows_do_not_fit_is_refused(string reason, int depth, byte colour, byte filter) =>
        Assert.Equal(reason, BadInput.Message(PngFile.Of(new PngHeader(1, 1, depth, (PngColour)colour, false), ("IDAT", PngFile.Compress([filter, 1, 2, 3])), ("IEND", []))));

    [Fact]
    public void A_colour_beyond_the_palette_is_damage() =>
        Assert.Equal("damaged PNG", BadInput.Message(PngFile.Of(new PngHeader(1, 1, 8, PngColour.Palette, false), ("PLTE", [1, 2, 3]), ("IDAT", PngFile.Compress([0, 1])), ("IEND", []))));
}
