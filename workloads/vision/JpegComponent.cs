namespace Bench.Workloads;

/// <summary>Brightness or one of the two colours, with a resolution of its own.</summary>
/// <param name="across">Samples across in each unit of the scan: 1, 2 or 4.</param>
/// <param name="down">The same downwards.</param>
internal sealed class JpegComponent(byte id, int across, int down, int quantisation)
{
    public byte Id => id;

    public int Across => across;

    public int Down => down;

    /// <summary>Samples that belong to the picture.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Bytes of a row of <see cref="Samples"/>: whole units, like their number of rows.</summary>
    public int Stride { get; private set; }

    public byte[] Samples { get; private set; } = [];

    /// <summary>Of a progressive picture: 64 for each block, not dequantised, which gather over the scans; else empty.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>Whether a scan gave the blocks their first coefficient.</summary>
    public bool IsScanned { get; set; }

    /// <summary>The first coefficient of the last block in the scan.</summary>
    public int Dc { get; set; }

    public JpegHuffman? DcCodes { get; private set; }

    public JpegHuffman? AcCodes { get; private set; }

    /// <summary>Row by row.</summary>
    public ushort[] Steps { get; private set; } = [];

    public void Allocate(int width, int height, int unitsAcross, int unitsDown, bool progressive)
    {
        Width = width;
        Height = height;
        Stride = unitsAcross * across * JpegBlock.Side;
        Samples = new byte[Stride * unitsDown * down * JpegBlock.Side];
        if (progressive)
            Coefficients = new short[Samples.Length];
    }

    /// <summary>What the next scan decodes by.</summary>
    public void Choose(JpegHuffman? dcCodes, JpegHuffman? acCodes, ReadOnlySpan<ushort[]?> quantisations)
    {
        Dc = 0;
        DcCodes = dcCodes;
        AcCodes = acCodes;
        Steps = quantisations[quantisation] ?? throw Jpeg.Damaged();
    }

    /// <summary>The 64 coefficients of a block of a progressive picture.</summary>
    public Span<short> Block(int x, int y) => Coefficients.AsSpan((y * Stride / JpegBlock.Side + x) * JpegBlock.Length, JpegBlock.Length);

    /// <param name="coefficients">Dequantised.</param>
    public void Transform(ReadOnlySpan<short> coefficients, int x, int y) =>
        JpegBlock.Transform(coefficients, Samples.AsSpan((y * Stride + x) * JpegBlock.Side), Stride);
}
