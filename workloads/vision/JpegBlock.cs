namespace Bench.Workloads;

/// <summary>8 x 8 samples, and the cosine transform that gives them.</summary>
internal static class JpegBlock
{
    public const int Side = 8;

    public const int Length = Side * Side;

    /// <summary>Steps of 1/4096.</summary>
    private const int ScaleBits = 12;

    /// <summary>Columns keep two bits of the fraction for the rows.</summary>
    private const int ColumnShift = ScaleBits - 2;

    /// <summary>Those two bits, the scale, and the 8 that the definition of the transform divides by.</summary>
    private const int RowShift = ScaleBits + 2 + 3;

    /// <summary>Samples are around zero in the transform.</summary>
    private const int Level = 128;

    /// <summary>Where in the block the coefficients stand that the file has in zigzag order.</summary>
    public static ReadOnlySpan<byte> Natural =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
        12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <param name="coefficients">64, dequantised, row by row.</param>
    /// <param name="stride">Bytes from a row of <paramref name="samples"/> to the next.</param>
    /// <remarks>Source: Loeffler, Ligtenberg and Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989; with 12 bits of fraction and the rounding of stb_image.</remarks>
    public static void Transform(ReadOnlySpan<short> coefficients, Span<byte> samples, int stride)
    {
        Span<int> columns = stackalloc int[Length];
        Span<int> line = stackalloc int[Side];
        for (int x = 0; x < Side; x++)
        {
            for (int y = 0; y < Side; y++)
                line[y] = coefficients[y * Side + x];
            Transform(line, 1 << ColumnShift - 1);
            for (int y = 0; y < Side; y++)
                columns[y * Side + x] = line[y] >> ColumnShift;
        }
        for (int y = 0; y < Side; y++)
        {
            columns.Slice(y * Side, Side).CopyTo(line);
            Transform(line, (1 << RowShift - 1) + (Level << RowShift));
            Span<byte> row = samples.Slice(y * stride, Side);
            for (int x = 0; x < Side; x++)
                row[x] = (byte)Math.Clamp(line[x] >> RowShift, 0, 255);
        }
    }

    /// <summary>Of 8 numbers, in place; the answer is 4096 times as large, plus <paramref name="rounding"/>.</summary>
    private static void Transform(Span<int> line, int rounding)
    {
        // The even coefficients: a rotation by 3/8 pi of the second and sixth, sums and differences of the others.
        int rotated = (line[2] + line[6]) * Fixed(0.5411961f);
        int even2 = rotated + line[6] * Fixed(-1.847759065f), even3 = rotated + line[2] * Fixed(0.765366865f);
        int sum = (line[0] + line[4]) << ScaleBits, difference = (line[0] - line[4]) << ScaleBits;
        int e0 = sum + even3 + rounding, e3 = sum - even3 + rounding, e1 = difference + even2 + rounding, e2 = difference - even2 + rounding;

        // The odd ones: three rotations with what they have in common multiplied once.
        int a = line[7] + line[1], b = line[5] + line[3], c = line[7] + line[3], d = line[5] + line[1];
        int common = (c + d) * Fixed(1.175875602f);
        int ra = common + a * Fixed(-0.899976223f), rb = common + b * Fixed(-2.562915447f);
        int rc = c * Fixed(-1.961570560f), rd = d * Fixed(-0.390180644f);
        int o0 = line[1] * Fixed(1.501321110f) + ra + rd, o1 = line[3] * Fixed(3.072711026f) + rb + rc;
        int o2 = line[5] * Fixed(2.053119869f) + rb + rd, o3 = line[7] * Fixed(0.298631336f) + ra + rc;

        line[0] = e0 + o0;
        line[1] = e1 + o1;
        line[2] = e2 + o2;
        line[3] = e3 + o3;
        line[4] = e3 - o3;
        line[5] = e2 - o2;
        line[6] = e1 - o1;
        line[7] = e0 - o0;
    }

    /// <summary>Cut, not rounded, where it is negative.</summary>
    private static int Fixed(float factor) => (int)(factor * (1 << ScaleBits) + 0.5f);
}
