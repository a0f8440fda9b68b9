using System.Buffers.Binary;

namespace Bench.Workloads;

/// <summary>The chunk IHDR.</summary>
/// <param name="Depth">Bits of a sample, or of an index into the palette.</param>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool Interlaced)
{
    /// <summary>Bytes of the chunk's body.</summary>
    public const int Length = 13;

    public int Channels => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.RgbAlpha => 4,
        PngColour.GreyAlpha => 2,
        _ => 1,
    };

    /// <summary>How many bytes the filters look back: those of a pixel, 1 where several pixels share a byte.</summary>
    public int FilterStep => Math.Max(Channels * Depth / 8, 1);

    /// <summary>Bytes of <paramref name="width"/> pixels in a row, without its filter.</summary>
    public int RowLength(int width) => (width * Channels * Depth + 7) / 8;

    /// <exception cref="InvalidDataException">Nothing that the format knows, or too large.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> body)
    {
        if (body.Length != Length)
            throw Png.Damaged();
        uint width = BinaryPrimitives.ReadUInt32BigEndian(body), height = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        Picture.RequireSize(width, height);
        int depth = body[8];
        PngColour colour = (PngColour)body[9];
        bool known = colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!known || body[10] != 0 || body[11] != 0 || body[12] > 1)
            throw Png.Damaged();
        return new PngHeader((int)width, (int)height, depth, colour, body[12] == 1);
    }
}
