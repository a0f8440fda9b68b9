using Bench.Workloads;

namespace Bench.Tests;

public sealed class JpegTests
{
    [Fact]
    public void A_block_is_the_sum_of_its_cosines()
    {
        Random random = new(5);
        for (int run = 0; run < 200; run++)
        {
            short[] coefficients = new short[64];
            coefficients[0] = (short)random.Next(-1000, 1000);
            for (int i = 0; i < run / 4; i++)
                coefficients[random.Next(1, 64)] = (short)random.Next(-100, 100);
            byte[] samples = new byte[64];

            JpegBlock.Transform(coefficients, samples, 8);

            for (int i = 0; i < 64; i++)
                Assert.InRange(samples[i] - Math.Clamp(ByTheDefinition(coefficients, i % 8, i / 8), 0, 255), -1, 1);
        }
    }

    /// <summary>T.81, A.3.3.</summary>
    private static double ByTheDefinition(short[] coefficients, int x, int y)
    {
        double sum = 0;
        for (int v = 0; v < 8; v++)
            for (int u = 0; u < 8; u++)
                sum += (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) * coefficients[8 * v + u]
                    * Math.Cos((2 * x + 1) * u * Math.PI / 16) * Math.Cos((2 * y + 1) * v * Math.PI / 16);
        return sum / 4 + 128;
    }

    [Theory]
    [InlineData("1x1")]
    [InlineData("1x1 1x1 1x1")]
    [InlineData("2x1 1x1 1x1")]
    [InlineData("1x2 1x1 1x1")]
    [InlineData("2x2 1x1 1x1")]
    public void The_same_coefficients_are_the_same_picture_however_they_are_sent(string sampling)
    {
        JpegShape shape = new(45, 37, sampling);

        byte[] expected = Picture.Decode(JpegFile.Of(shape, seed: 4)).Rgb;

        Assert.Equal(expected, Picture.Decode(JpegFile.Of(shape with { RestartInterval = 3 }, seed: 4)).Rgb);
        Assert.Equal(expected, Picture.Decode(JpegFile.Of(shape with { OneScanEach = true }, seed: 4)).Rgb);
        Assert.Equal(expected, Picture.Decode(JpegFile.Of(shape with { Progressive = true }, seed: 4)).Rgb);
        Assert.Equal(expected, Picture.Decode(JpegFile.Of(shape with { Progressive = true, RestartInterval = 2 }, seed: 4)).Rgb);
    }

    [Fact]
    public void One_component_is_grey()
    {
        byte[] rgb = Picture.Decode(JpegFile.Of(new JpegShape(45, 37, "1x1"), seed: 9)).Rgb;

        for (int i = 0; i < rgb.Length; i += 3)
            Assert.True(rgb[i] == rgb[i + 1] && rgb[i] == rgb[i + 2]);
    }

    [Fact]
    public void Three_components_are_colours_where_the_file_says_so()
    {
        JpegShape shape = new(16, 16);
        byte[] colours = Picture.Decode(JpegFile.Of(shape with { Ids = "RGB" }, seed: 2)).Rgb;

        Assert.Equal(colours, Picture.Decode(JpegFile.Of(shape with { Adobe = 0 }, seed: 2)).Rgb);
        Assert.NotEqual(colours, Picture.Decode(JpegFile.Of(shape, seed: 2)).Rgb);
        Assert.Equal(Picture.Decode(JpegFile.Of(shape, seed: 2)).Rgb, Picture.Decode(JpegFile.Of(shape with { Adobe = 1 }, seed: 2)).Rgb);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_cut_is_a_truncated_file(bool progressive)
    {
        byte[] file = JpegFile.Of(new JpegShape(20, 20, "2x2 1x1 1x1", RestartInterval: 2, Progressive: progressive), seed: 6);

        for (int length = 2; length < file.Length; length++)
            Assert.Equal("truncated JPEG", BadInput.Message(file.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(0xc1, 8, 4, "CMYK JPEG is not supported")]
    [InlineData(0xc0, 12, 3, "JPEG of 12 bits is not supported")]
    [InlineData(0xc3, 8, 3, "lossless or hierarchical JPEG is not supported")]
    [InlineData(0xc9, 8, 3, "arithmetic-coded JPEG is not supported")]
    [InlineData(0xc0, 8, 2, "damaged JPEG")]
    public void A_kind_that_is_not_read_is_named(byte marker, byte depth, int components, string reason)
    {
        byte[] file = JpegFile.Of(new JpegShape(16, 16, string.Join(' ', Enumerable.Repeat("1x1", components))), seed: 1);
        int frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        file[frame + 1] = marker;
        file[frame + 4] = depth;

        Assert.Equal(reason, BadInput.Message(file));
    }
}
