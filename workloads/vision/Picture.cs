namespace Bench.Workloads;

/// <summary>An image of 8 bits a channel.</summary>
internal sealed class Picture(int width, int height)
{
    /// <summary>The largest width and height, hence at most 16 megapixels.</summary>
    public const int SideMax = 4096;

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Height x width x 3: red, green, blue, row by row from the top.</summary>
    public byte[] Rgb { get; } = new byte[width * height * 3];

    /// <summary>Reads a PNG or JPEG file. Alpha is dropped, grey replicated, 16 bits are cut to the upper 8.</summary>
    /// <exception cref="InvalidDataException">It is neither, or damaged, or too large: a short phrase that does not name the file.</exception>
    /// <remarks>What is allocated is bounded by the file's length, whatever its header says: a byte of deflate stands for at most 1032 bytes, one of JPEG for at most 512 pixels.</remarks>
    public static Picture Decode(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            throw new InvalidDataException("no bytes");
        if (Png.IsPng(file))
            return Png.Decode(file);
        if (Jpeg.IsJpeg(file))
            return Jpeg.Decode(file);
        throw new InvalidDataException("not a PNG or JPEG");
    }

    /// <summary>To be asked before anything is allocated for pixels.</summary>
    /// <exception cref="InvalidDataException">No pixels, or too many.</exception>
    internal static void RequireSize(uint width, uint height)
    {
        if (width == 0 || height == 0)
            throw new InvalidDataException($"{width} x {height} pixels are too few");
        if (width > SideMax || height > SideMax)
            throw new InvalidDataException($"{width} x {height} pixels are too many");
    }
}
