using Bench.Workloads;

namespace Bench.Tests;

public sealed class BoxResizeTests
{
    [Theory]
    [InlineData(128, 128)]
    [InlineData(1, 1)]
    [InlineData(1, 128)]
    [InlineData(100, 3)]
    [InlineData(129, 127)]
    [InlineData(131, 300)]
    [InlineData(451, 300)]
    [InlineData(640, 427)]
    public void Each_value_is_the_mean_of_what_it_covers(int width, int height)
    {
        Picture picture = new(width, height);
        new Random(height).NextBytes(picture.Rgb);

        byte[] resized = BoxResize.Resize(picture);

        Random places = new(7);
        Assert.Equal(BoxResize.Side * BoxResize.Side * 3, resized.Length);
        for (int i = 0; i < 60; i++)
        {
            int x = places.Next(BoxResize.Side), y = places.Next(BoxResize.Side), channel = places.Next(3);
            Assert.Equal(ByTheRule(picture, x, y, channel), resized[(y * BoxResize.Side + x) * 3 + channel]);
        }
    }

    [Fact]
    public void A_picture_of_the_models_size_stays_as_it_is()
    {
        Picture picture = new(BoxResize.Side, BoxResize.Side);
        new Random(3).NextBytes(picture.Rgb);

        Assert.Equal(picture.Rgb, BoxResize.Resize(picture));
    }

    [Fact]
    public void The_largest_white_picture_stays_white()
    {
        Picture picture = new(Picture.SideMax, Picture.SideMax);
        picture.Rgb.AsSpan().Fill(255);

        Assert.All(BoxResize.Resize(picture), static value => Assert.Equal(255, value));
    }

    [Fact]
    public void Above_and_below_a_wide_picture_it_is_black()
    {
        Picture picture = new(256, 128);
        picture.Rgb.AsSpan().Fill(200);

        byte[] resized = BoxResize.Resize(picture);

        int row = BoxResize.Side * 3;
        Assert.All(resized[..(32 * row)], static value => Assert.Equal(0, value));
        Assert.All(resized[(32 * row)..(96 * row)], static value => Assert.Equal(200, value));
        Assert.All(resized[(96 * row)..], static value => Assert.Equal(0, value));
    }

    /// <summary>Pixel by pixel, in units of 1/128 of one.</summary>
    private static byte ByTheRule(Picture picture, int x, int y, int channel)
    {
        int square = Math.Max(picture.Width, picture.Height), left = (square - picture.Width) / 2, top = (square - picture.Height) / 2;
        long sum = 0;
        for (int j = 0; j < picture.Height; j++)
            for (int i = 0; i < picture.Width; i++)
                sum += (long)Overlap(left + i, x) * Overlap(top + j, y) * picture.Rgb[(j * picture.Width + i) * 3 + channel];
        return (byte)((sum + square * square / 2) / (square * square));

        int Overlap(int pixel, int place) => Math.Max(0, Math.Min(128 * pixel + 128, square * (place + 1)) - Math.Max(128 * pixel, square * place));
    }
}
