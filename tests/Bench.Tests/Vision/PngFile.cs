using System.Buffers.Binary;
using System.IO.Compression;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>PNG files of every kind, made of samples that chance chose.</summary>
internal static class PngFile
{
    internal static readonly (PngColour Colour, int Depth)[] Kinds =
    [
        (PngColour.Grey, 1), (PngColour.Grey, 2), (PngColour.Grey, 4), (PngColour.Grey, 8), (PngColour.Grey, 16),
        (PngColour.Palette, 1), (PngColour.Palette, 2), (PngColour.Palette, 4), (PngColour.Palette, 8),
        (PngColour.Rgb, 8), (PngColour.Rgb, 16), (PngColour.GreyAlpha, 8), (PngColour.GreyAlpha, 16), (PngColour.RgbAlpha, 8), (PngColour.RgbAlpha, 16),
    ];

    private const int Colours = 5;

    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <returns>The file, and the red, green and blue that it stands for.</returns>
    internal static (byte[] File, byte[] Rgb) Of(PngHeader header, int seed)
    {
        Random random = new(seed);
        byte[] palette = new byte[header.Depth < 8 ? 3 << header.Depth : 3 * Colours];
        random.NextBytes(palette);
        int samples = header.Width * header.Height * header.Channels;
        int[] image = new int[samples];
        for (int i = 0; i < samples; i++)
            image[i] = random.Next(header is { Colour: PngColour.Palette, Depth: 8 } ? Colours : 1 << header.Depth);

        using MemoryStream rows = new();
        foreach ((int left, int top, int stepX, int stepY) in header.Interlaced ? s_passes : [(0, 0, 1, 1)])
        {
            int width = Math.Max((header.Width - left + stepX - 1) / stepX, 0);
            byte[] above = new byte[header.RowLength(width)];
            for (int y = top; width > 0 && y < header.Height; y += stepY)
            {
                byte[] row = Pack(header, Enumerable.Range(0, width).SelectMany(x => image.Skip((y * header.Width + left + x * stepX) * header.Channels).Take(header.Channels)), above.Length);
                byte filter = (byte)random.Next(5);
                rows.WriteByte(filter);
                rows.Write(Filter(filter, row, above, header.FilterStep));
                above = row;
            }
        }
        byte[] file = Of(header, ("tEXt", "Comment\0of chance"u8.ToArray()), ("PLTE", header.Colour == PngColour.Palette ? palette : []), ("IDAT", Compress(rows.ToArray())), ("IEND", []));
        return (file, Rgb(header, image, palette));
    }

    internal static byte[] Of(PngHeader header, params (string Type, byte[] Body)[] chunks)
    {
        byte[] body = new byte[PngHeader.Length];
        BinaryPrimitives.WriteInt32BigEndian(body, header.Width);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4), header.Height);
        body[8] = (byte)header.Depth;
        body[9] = (byte)header.Colour;
        body[12] = (byte)(header.Interlaced ? 1 : 0);
        List<byte> file = [0x89, .. "PNG\r\n\x1a\n"u8];
        foreach ((string type, byte[] content) in chunks.Prepend(("IHDR", body)))
        {
            if (content.Length == 0 && type != "IEND")
                continue;
            byte[] typed = [.. type.Select(static letter => (byte)letter), .. content];
            file.AddRange(BigEndian((uint)content.Length));
            file.AddRange(typed);
            file.AddRange(BigEndian(Crc32.Of(typed)));
        }
        return [.. file];
    }

    internal static byte[] Compress(byte[] rows)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Fastest))
            zlib.Write(rows);
        return compressed.ToArray();
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Pack(PngHeader header, IEnumerable<int> samples, int length)
    {
        byte[] row = new byte[length];
        int bit = 0;
        foreach (int sample in samples)
            for (int i = header.Depth - 1; i >= 0; i--, bit++)
                row[bit / 8] |= (byte)((sample >> i & 1) << 7 - bit % 8);
        return row;
    }

    private static byte[] Filter(byte filter, byte[] row, byte[] above, int step)
    {
        byte[] filtered = new byte[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < step ? 0 : row[i - step], corner = i < step ? 0 : above[i - step], estimate = left + above[i] - corner;
            int predicted = filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => ((int[])[left, above[i], corner]).MinBy(neighbour => Math.Abs(estimate - neighbour)),
            };
            filtered[i] = (byte)(row[i] - predicted);
        }
        return filtered;
    }

    private static byte[] Rgb(PngHeader header, int[] image, byte[] palette)
    {
        byte[] levels = [.. image.Select(sample => (byte)(header.Depth == 16 ? sample >> 8 : sample * 255 / ((1 << header.Depth) - 1)))];
        List<byte> rgb = [];
        for (int i = 0; i < image.Length; i += header.Channels)
            rgb.AddRange(header.Colour switch
            {
                PngColour.Palette => palette[(3 * image[i])..(3 * image[i] + 3)],
                PngColour.Grey or PngColour.GreyAlpha => [levels[i], levels[i], levels[i]],
                _ => levels[i..(i + 3)],
            });
        return [.. rgb];
    }
}
