namespace Bench.Workloads;

/// <summary>Brings the components of a JPEG to the picture's resolution, and to RGB.</summary>
internal static class JpegColour
{
    private const int ScaleBits = 20;

    /// <summary>JFIF 1.02 gives the factors; they are rounded to 1/4096 first.</summary>
    private static readonly int s_redOfCr = Fixed(1.402f), s_greenOfCr = -Fixed(0.71414f), s_greenOfCb = -Fixed(0.34414f), s_blueOfCb = Fixed(1.772f);

    /// <param name="isRgb">Whether three components are red, green and blue; else brightness, Cb and Cr.</param>
    public static Picture ToPicture(JpegFrame frame, bool isRgb)
    {
        Picture picture = new(frame.Width, frame.Height);
        byte[][] rows = new byte[frame.Components.Length][];
        // Up to three samples more than pixels, where an odd width was halved or quartered.
        for (int i = 0; i < rows.Length; i++)
            rows[i] = new byte[frame.Width + 3];
        for (int y = 0; y < frame.Height; y++)
        {
            for (int i = 0; i < rows.Length; i++)
                ReadRow(frame, frame.Components[i], y, rows[i]);
            Span<byte> rgb = picture.Rgb.AsSpan(y * frame.Width * 3, frame.Width * 3);
            if (rows.Length == 1)
                Interleave(rows[0], rows[0], rows[0], rgb);
            else if (isRgb)
                Interleave(rows[0], rows[1], rows[2], rgb);
            else
                Convert(rows[0], rows[1], rows[2], rgb);
        }
        return picture;
    }

    /// <summary>Halved resolutions are interpolated, three parts of the nearer sample and one of the farther; others are repeated.</summary>
    private static void ReadRow(JpegFrame frame, JpegComponent component, int y, Span<byte> destination)
    {
        int across = frame.AcrossMax / component.Across, down = frame.DownMax / component.Down;
        int near = y / down;
        // Rows of the upper half of a sample lie towards the one above, the others towards the one below.
        int far = Math.Clamp(near + (y % down < down / 2 ? -1 : 1), 0, component.Height - 1);
        int width = JpegFrame.DivideUp(frame.Width, across);
        ReadOnlySpan<byte> nearRow = component.Samples.AsSpan(near * component.Stride, width), farRow = component.Samples.AsSpan(far * component.Stride, width);
        switch (across, down)
        {
            case (1, 1):
                nearRow.CopyTo(destination);
                break;
            case (1, 2):
                for (int x = 0; x < width; x++)
                    destination[x] = (byte)((3 * nearRow[x] + farRow[x] + 2) / 4);
                break;
            case (2, 1):
                Widen(nearRow, destination);
                break;
            case (2, 2):
                Widen(nearRow, farRow, destination);
                break;
            default:
                for (int x = 0; x < width; x++)
                    destination.Slice(x * across, Math.Min(across, destination.Length - x * across)).Fill(nearRow[x]);
                break;
        }
    }

    private static void Widen(ReadOnlySpan<byte> row, Span<byte> wide)
    {
        int last = row.Length - 1;
        for (int x = 0; x <= last; x++)
        {
            wide[2 * x] = (byte)((3 * row[x] + row[Math.Max(x - 1, 0)] + 2) / 4);
            wide[2 * x + 1] = (byte)((3 * row[x] + row[Math.Min(x + 1, last)] + 2) / 4);
        }
        // stb_image weighs these two the other way round.
        if (last > 0)
            wide[2 * last] = (byte)((3 * row[last - 1] + row[last] + 2) / 4);
    }

    private static void Widen(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> wide)
    {
        int left = 3 * near[0] + far[0];
        wide[0] = (byte)((left + 2) / 4);
        for (int x = 1; x < near.Length; x++)
        {
            int right = 3 * near[x] + far[x];
            wide[2 * x - 1] = (byte)((3 * left + right + 8) / 16);
            wide[2 * x] = (byte)((3 * right + left + 8) / 16);
            left = right;
        }
        wide[2 * near.Length - 1] = (byte)((left + 2) / 4);
    }

    private static void Interleave(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        for (int x = 0, to = 0; to < rgb.Length; x++, to += 3)
        {
            rgb[to] = red[x];
            rgb[to + 1] = green[x];
            rgb[to + 2] = blue[x];
        }
    }

    private static void Convert(ReadOnlySpan<byte> brightness, ReadOnlySpan<byte> cbs, ReadOnlySpan<byte> crs, Span<byte> rgb)
    {
        for (int x = 0, to = 0; to < rgb.Length; x++, to += 3)
        {
            int luma = (brightness[x] << ScaleBits) + (1 << ScaleBits - 1), cb = cbs[x] - 128, cr = crs[x] - 128;
            rgb[to] = Byte(luma + cr * s_redOfCr);
            // stb_image cuts this product to what its 16-bit vectors hold.
            rgb[to + 1] = Byte(luma + cr * s_greenOfCr + (int)(cb * s_greenOfCb & 0xffff0000));
            rgb[to + 2] = Byte(luma + cb * s_blueOfCb);
        }
    }

    private static byte Byte(int scaled) => (byte)Math.Clamp(scaled >> ScaleBits, 0, 255);

    private static int Fixed(float factor) => (int)(factor * 4096 + 0.5f) << ScaleBits - 12;
}
