using System.Runtime.Intrinsics;

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
        Span<int> block = stackalloc int[Length];
        for (int i = 0; i < Length; i++)
            block[i] = coefficients[i];
        for (int x = 0; x < Side; x += Vector128<int>.Count)
            Transform(block[x..], 1 << ColumnShift - 1, ColumnShift);
        Transpose(block);
        for (int y = 0; y < Side; y += Vector128<int>.Count)
            Transform(block[y..], (1 << RowShift - 1) + (Level << RowShift), RowShift);
        for (int y = 0; y < Side; y++)
        {
            Span<byte> row = samples.Slice(y * stride, Side);
            for (int x = 0; x < Side; x++)
                row[x] = (byte)Math.Clamp(block[x * Side + y], 0, 255);
        }
    }

    /// <summary>Of four columns, in place; the answer is 4096 times as large, plus <paramref name="rounding"/>, shifted right by <paramref name="shift"/>.</summary>
    private static void Transform(Span<int> block, int rounding, int shift)
    {
        Vector128<int> l0 = Row(block, 0), l1 = Row(block, 1), l2 = Row(block, 2), l3 = Row(block, 3);
        Vector128<int> l4 = Row(block, 4), l5 = Row(block, 5), l6 = Row(block, 6), l7 = Row(block, 7);

        // The even coefficients: a rotation by 3/8 pi of the second and sixth, sums and differences of the others.
        Vector128<int> rotated = (l2 + l6) * Fixed(0.5411961f), round = Vector128.Create(rounding);
        Vector128<int> even2 = rotated + l6 * Fixed(-1.847759065f), even3 = rotated + l2 * Fixed(0.765366865f);
        Vector128<int> sum = ((l0 + l4) << ScaleBits) + round, difference = ((l0 - l4) << ScaleBits) + round;
        Vector128<int> e0 = sum + even3, e3 = sum - even3, e1 = difference + even2, e2 = difference - even2;

        // The odd ones: three rotations with what they have in common multiplied once.
        Vector128<int> a = l7 + l1, b = l5 + l3, c = l7 + l3, d = l5 + l1;
        Vector128<int> common = (c + d) * Fixed(1.175875602f);
        Vector128<int> ra = common + a * Fixed(-0.899976223f), rb = common + b * Fixed(-2.562915447f);
        Vector128<int> rc = c * Fixed(-1.961570560f), rd = d * Fixed(-0.390180644f);
        Vector128<int> o0 = l1 * Fixed(1.501321110f) + ra + rd, o1 = l3 * Fixed(3.072711026f) + rb + rc;
        Vector128<int> o2 = l5 * Fixed(2.053119869f) + rb + rd, o3 = l7 * Fixed(0.298631336f) + ra + rc;

        Set(block, 0, (e0 + o0) >> shift);
        Set(block, 1, (e1 + o1) >> shift);
        Set(block, 2, (e2 + o2) >> shift);
        Set(block, 3, (e3 + o3) >> shift);
        Set(block, 4, (e3 - o3) >> shift);
        Set(block, 5, (e2 - o2) >> shift);
        Set(block, 6, (e1 - o1) >> shift);
        Set(block, 7, (e0 - o0) >> shift);
    }

    /// <summary>The four numbers of a row.</summary>
    private static Vector128<int> Row(ReadOnlySpan<int> block, int y) => Vector128.Create(block.Slice(y * Side, Vector128<int>.Count));

    private static void Set(Span<int> block, int y, Vector128<int> row) => row.CopyTo(block.Slice(y * Side, Vector128<int>.Count));

    private static void Transpose(Span<int> block)
    {
        for (int y = 0; y < Side; y++)
            for (int x = y + 1; x < Side; x++)
                (block[y * Side + x], block[x * Side + y]) = (block[x * Side + y], block[y * Side + x]);
    }

    /// <summary>Cut, not rounded, where it is negative.</summary>
    private static int Fixed(float factor) => (int)(factor * (1 << ScaleBits) + 0.5f);
}
