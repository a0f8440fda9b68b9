using Bench.Workloads;

namespace Bench.Tests;

public sealed class ImageFuzzTests
{
    private const int RunsOfEach = 1500;

    [Fact]
    public void Spoilt_files_are_a_picture_or_a_short_reason_and_never_cost_more_than_their_length_allows()
    {
        Random random = new(20261121);
        int pictures = 0, refusals = 0;
        foreach (byte[] file in Whole())
            for (int run = 0; run < RunsOfEach; run++)
            {
                byte[] spoilt = Spoil(file, random);
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Picture picture = Picture.Decode(spoilt);
                    Assert.Equal(picture.Width * picture.Height * 3, picture.Rgb.Length);
                    pictures++;
                }
                catch (InvalidDataException e)
                {
                    Assert.InRange(e.Message.Length, 5, 60);
                    Assert.DoesNotContain('\n', e.Message);
                    refusals++;
                }
                // 512 pixels for a byte, as three planes of coefficients and samples and as RGB.
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000 + spoilt.Length * 512L * (3 * 3 + 3));
            }
        Assert.True(pictures > RunsOfEach / 2 && refusals > RunsOfEach, $"{pictures} pictures, {refusals} refusals");
    }

    private static IEnumerable<byte[]> Whole() =>
    [
        .. from kind in PngFile.Kinds
           where kind.Depth is 1 or 8
           select PngFile.Of(new PngHeader(13, 11, kind.Depth, kind.Colour, kind.Depth == 1), seed: 5).File,
        JpegFile.Of(new JpegShape(20, 20, "1x1", RestartInterval: 2), seed: 1),
        JpegFile.Of(new JpegShape(30, 20, "2x2 1x1 1x1"), seed: 2),
        JpegFile.Of(new JpegShape(30, 20, "2x1 1x1 1x1", Progressive: true), seed: 3),
    ];

    private static byte[] Spoil(byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        for (int change = random.Next(1, 5); change > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at - 1));
                    break;
                case 1:
                    bytes.InsertRange(at, file[random.Next(file.Length / 2)..][..random.Next(1, 30)]);
                    break;
                case 2 when random.Next(4) == 0:
                    bytes.RemoveRange(at + 1, bytes.Count - at - 1);
                    break;
                case 3:
                    // Heads are short beside bodies, and more can go wrong there.
                    bytes[random.Next(Math.Min(40, bytes.Count))] = (byte)random.Next(256);
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }
}
