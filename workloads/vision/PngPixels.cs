using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Bench.Workloads;

/// <summary>The body of a PNG file's IDAT chunks: rows, each behind the number of its filter, compressed by zlib.</summary>
internal sealed class PngPixels : IDisposable
{
    private const byte FilterSub = 1;
    private const byte FilterUp = 2;
    private const byte FilterAverage = 3;
    private const byte FilterPaeth = 4;

    /// <summary>Adam7: the first pixel of each pass, and the steps to the next ones.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly ZLibStream _rows;
    private byte[] _row;
    private byte[] _above;

    /// <param name="palette">Red, green and blue of each colour.</param>
    public PngPixels(PngHeader header, ReadOnlySpan<byte> palette, Stream compressed)
    {
        _header = header;
        _palette = palette.ToArray();
        _rows = new ZLibStream(compressed, CompressionMode.Decompress);
        int length = 1 + header.RowLength(header.Width);
        _row = new byte[length];
        _above = new byte[length];
    }

    /// <exception cref="InvalidDataException">A short phrase.</exception>
    public void CopyTo(Picture picture)
    {
        if (!_header.Interlaced)
            CopyPass(picture, 0, 0, 1, 1);
        else
            foreach ((int x, int y, int stepX, int stepY) in s_passes)
                CopyPass(picture, x, y, stepX, stepY);
        // zlib compares its checksum when it comes to the end.
        Fill([0]);
    }

    /// <summary>Each row filtered by its left neighbours, which suits photographs and is quick.</summary>
    public static byte[] Compress(Picture picture)
    {
        using MemoryStream compressed = new();
        using (ZLibStream rows = new(compressed, CompressionLevel.SmallestSize))
        {
            int length = 3 * picture.Width;
            byte[] filtered = new byte[1 + length];
            filtered[0] = FilterSub;
            for (int y = 0; y < picture.Height; y++)
            {
                ReadOnlySpan<byte> row = picture.Rgb.AsSpan(y * length, length);
                for (int i = 0; i < length; i++)
                    filtered[1 + i] = (byte)(row[i] - (i < 3 ? 0 : row[i - 3]));
                rows.Write(filtered);
            }
        }
        return compressed.ToArray();
    }

    public void Dispose() => _rows.Dispose();

    private void CopyPass(Picture picture, int left, int top, int stepX, int stepY)
    {
        int width = (picture.Width - left + stepX - 1) / stepX;
        if (width <= 0)
            return;
        int length = 1 + _header.RowLength(width);
        Array.Clear(_above);
        for (int y = top; y < picture.Height; y += stepY)
        {
            Span<byte> row = _row.AsSpan(0, length);
            if (Fill(row) < length)
                throw Png.Truncated();
            Unfilter(row[0], row[1..], _above.AsSpan(1, length - 1), _header.FilterStep);
            Expand(row[1..], width, picture.Rgb.AsSpan((y * picture.Width + left) * 3), stepX * 3);
            (_row, _above) = (_above, _row);
        }
    }

    /// <returns>How many bytes there were.</returns>
    private int Fill(Span<byte> destination)
    {
        try
        {
            return _rows.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Png.Damaged();
        }
    }

    /// <param name="step">Bytes from a sample to the one of the pixel on its left.</param>
    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        // Of the first pixel, what would be on its left is zero; hence the filters of it.
        Span<byte> first = row[..step], rest = row[step..];
        ReadOnlySpan<byte> left = row[..^step], aboveRest = above[step..], corner = above[..^step];
        switch (filter)
        {
            case 0:
                break;
            case FilterSub:
                for (int i = 0; i < rest.Length; i++)
                    rest[i] += left[i];
                break;
            case FilterUp:
                AddTo(row, above);
                break;
            case FilterAverage:
                for (int i = 0; i < first.Length; i++)
                    first[i] += (byte)(above[i] / 2);
                for (int i = 0; i < rest.Length; i++)
                    rest[i] += (byte)((left[i] + aboveRest[i]) / 2);
                break;
            case FilterPaeth:
                AddTo(first, above);
                int done = step is 3 or 4 ? AddPaeth(row, above, step) - step : 0;
                for (int i = done; i < rest.Length; i++)
                    rest[i] += Paeth(left[i], aboveRest[i], corner[i]);
                break;
            default:
                throw Png.Damaged();
        }
    }

    private static void AddTo(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    /// <summary>The samples of a pixel at once: each waits for the one on its left, and in memory that is a long way.</summary>
    /// <param name="step">3 or 4.</param>
    /// <returns>Bytes that are done, of which the first pixel was before: all but the last few.</returns>
    private static int AddPaeth(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        if (row.Length < sizeof(uint))
            return step;
        Vector128<short> left = Samples(row), corner = Samples(above);
        int i = step;
        for (; i <= row.Length - sizeof(uint); i += step)
        {
            Vector128<short> up = Samples(above[i..]);
            Vector128<short> toLeft = Vector128.Abs(up - corner), toAbove = Vector128.Abs(left - corner), toCorner = Vector128.Abs(left + up - corner - corner);
            Vector128<short> nearer = Vector128.ConditionalSelect(Vector128.GreaterThan(toLeft, toAbove), up, left);
            Vector128<short> nearest = Vector128.ConditionalSelect(Vector128.LessThan(toCorner, Vector128.Min(toLeft, toAbove)), corner, nearer);
            left = (Samples(row[i..]) + nearest) & Vector128.Create((short)0xff);
            corner = up;
            uint sum = Vector128.Narrow(left.AsUInt16(), left.AsUInt16()).AsUInt32().ToScalar();
            BinaryPrimitives.WriteUInt16LittleEndian(row[i..], (ushort)sum);
            row[i + 2] = (byte)(sum >> 16);
            if (step == 4)
                row[i + 3] = (byte)(sum >> 24);
        }
        return i;
    }

    /// <summary>The next four.</summary>
    private static Vector128<short> Samples(ReadOnlySpan<byte> bytes) =>
        Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadUInt32LittleEndian(bytes)).AsByte()).AsInt16();

    /// <returns>The neighbour that is nearest to left + above - corner; of those that are equally near, the first of that order.</returns>
    private static byte Paeth(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - 2 * corner);
        // Without a branch: which one it is cannot be predicted.
        int nearer = toLeft <= toAbove ? left : above;
        return (byte)(toCorner < Math.Min(toLeft, toAbove) ? corner : nearer);
    }

    /// <param name="step">Bytes from a pixel of the row to the next one in <paramref name="rgb"/>.</param>
    private void Expand(ReadOnlySpan<byte> row, int width, Span<byte> rgb, int step)
    {
        if (_header is { Colour: PngColour.Rgb, Depth: 8 } && step == 3)
        {
            row.CopyTo(rgb);
            return;
        }
        int sample = _header.Depth == 16 ? 2 : 1, pixel = _header.Channels * sample;
        for (int x = 0; x < width; x++, rgb = rgb[Math.Min(step, rgb.Length)..])
        {
            switch (_header.Colour)
            {
                case PngColour.Rgb or PngColour.RgbAlpha:
                    rgb[0] = row[x * pixel];
                    rgb[1] = row[x * pixel + sample];
                    rgb[2] = row[x * pixel + 2 * sample];
                    break;
                case PngColour.Palette:
                    int colour = Bits(row, x) * 3;
                    if (colour >= _palette.Length)
                        throw Png.Damaged();
                    _palette.AsSpan(colour, 3).CopyTo(rgb);
                    break;
                default:
                    rgb[..3].Fill(_header.Depth < 8 ? (byte)(Bits(row, x) * 255 / ((1 << _header.Depth) - 1)) : row[x * pixel]);
                    break;
            }
        }
    }

    /// <returns>The sample of the pixel <paramref name="x"/> in a row of up to 8 bits a pixel, the first in the upper bits.</returns>
    private int Bits(ReadOnlySpan<byte> row, int x)
    {
        int at = x * _header.Depth;
        return row[at / 8] >> 8 - _header.Depth - at % 8 & (1 << _header.Depth) - 1;
    }
}
