using System.Buffers.Binary;

namespace Bench.Workloads;

/// <summary>PNG files: chunks, some of which hold rows of pixels, filtered and then compressed.</summary>
/// <remarks>Source: W3C, "Portable Network Graphics (PNG) Specification (Second Edition)".</remarks>
internal static class Png
{
    /// <summary>Length and type, before a chunk's body.</summary>
    private const int ChunkHead = 8;

    private const int ChunkChecksum = 4;

    /// <summary>Deflate's shortest code of its longest copy is 2 bits for 258 bytes.</summary>
    private const long InflationMax = 258 * 8 / 2;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>Reads every kind that the format knows. The checksum of the pixels is compared; those of chunks are not, as in stb_image.</summary>
    /// <exception cref="InvalidDataException">A short phrase.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file)
    {
        int at = Signature.Length;
        if (!NextChunk(file, ref at, out ReadOnlySpan<byte> body).SequenceEqual("IHDR"u8))
            throw Damaged();
        PngHeader header = PngHeader.Read(body);
        ReadOnlySpan<byte> palette = [];
        using MemoryStream compressed = new();
        for (ReadOnlySpan<byte> type = default; !type.SequenceEqual("IEND"u8);)
        {
            type = NextChunk(file, ref at, out body);
            if (type.SequenceEqual("PLTE"u8))
                palette = body.Length % 3 == 0 ? body : throw Damaged();
            else if (type.SequenceEqual("IDAT"u8))
                compressed.Write(body);
        }
        if (header.Colour == PngColour.Palette && palette.IsEmpty)
            throw Damaged();
        if ((long)header.RowLength(header.Width) * header.Height > compressed.Length * InflationMax)
            throw Truncated();

        Picture picture = new(header.Width, header.Height);
        compressed.Position = 0;
        using PngPixels pixels = new(header, palette, compressed);
        pixels.CopyTo(picture);
        return picture;
    }

    /// <summary>As RGB of 8 bits.</summary>
    public static byte[] Encode(Picture picture)
    {
        Span<byte> header = stackalloc byte[PngHeader.Length];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8;
        header[9] = (byte)PngColour.Rgb;

        using MemoryStream file = new();
        file.Write(Signature);
        AppendChunk(file, "IHDR"u8, header);
        AppendChunk(file, "IDAT"u8, PngPixels.Compress(picture));
        AppendChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    internal static InvalidDataException Damaged() => new("damaged PNG");

    internal static InvalidDataException Truncated() => new("truncated PNG");

    /// <returns>The type, four letters.</returns>
    private static ReadOnlySpan<byte> NextChunk(ReadOnlySpan<byte> file, scoped ref int at, out ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> rest = file[at..];
        if (rest.Length < ChunkHead + ChunkChecksum)
            throw Truncated();
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - ChunkHead - ChunkChecksum)
            throw Truncated();
        body = rest.Slice(ChunkHead, (int)length);
        at += ChunkHead + (int)length + ChunkChecksum;
        return rest.Slice(4, 4);
    }

    private static void AppendChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        file.Write(type);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(body, before: Crc32.Of(type)));
        file.Write(number);
    }
}
