namespace Bench.Workloads;

/// <summary>Scales a picture to what the model reads, in integers, so that every program gets the same bytes.</summary>
/// <remarks>
/// The picture stands in the middle of the smallest square, black where it does not reach. In units of 1/128 of a pixel of
/// that square, which is S wide, pixel i covers [128 i, 128 i + 128) and pixel x of the answer [S x, S x + S): its value is
/// the sum of overlapX * overlapY * value, plus S * S / 2, divided by S * S.
/// </remarks>
internal static class BoxResize
{
    /// <summary>Width and height of the answer.</summary>
    public const int Side = 128;

    /// <returns>128 x 128 x 3 bytes, row by row.</returns>
    public static byte[] Resize(Picture picture)
    {
        long square = Math.Max(picture.Width, picture.Height);
        int left = (int)(square - picture.Width) / 2, top = (int)(square - picture.Height) / 2;
        int[] row = new int[Side * 3];
        long[] sums = new long[Side * Side * 3];
        for (int y = 0; y < picture.Height; y++)
        {
            SumRow(picture.Rgb.AsSpan(y * picture.Width * 3, picture.Width * 3), left, (int)square, row);
            long begin = (top + y) * (long)Side, end = begin + Side;
            for (long to = begin / square; to * square < end; to++)
            {
                long overlap = Math.Min(end, (to + 1) * square) - Math.Max(begin, to * square);
                Span<long> sum = sums.AsSpan((int)to * row.Length, row.Length);
                for (int i = 0; i < row.Length; i++)
                    sum[i] += overlap * row[i];
            }
        }

        byte[] resized = new byte[sums.Length];
        long area = square * square;
        for (int i = 0; i < resized.Length; i++)
            resized[i] = (byte)((sums[i] + area / 2) / area);
        return resized;
    }

    /// <param name="left">Where the row begins in the square, pixels.</param>
    /// <param name="sums">128 x 3: of overlap times value, at most 255 times <paramref name="square"/>.</param>
    private static void SumRow(ReadOnlySpan<byte> row, int left, int square, int[] sums)
    {
        Array.Clear(sums);
        int to = left * Side / square;
        for (int i = 0; i < row.Length; i += 3)
        {
            int begin = (left + i / 3) * Side, end = begin + Side;
            while (begin < end)
            {
                int next = (to + 1) * square, overlap = Math.Min(end, next) - begin;
                sums[3 * to] += overlap * row[i];
                sums[3 * to + 1] += overlap * row[i + 1];
                sums[3 * to + 2] += overlap * row[i + 2];
                begin += overlap;
                if (begin == next)
                    to++;
            }
        }
    }
}
