using System.Buffers.Binary;

namespace Bench.Workloads;

/// <summary>What a start-of-frame segment says, and the samples that the scans give.</summary>
internal sealed class JpegFrame
{
    private const byte Progressive = 0xc2;

    private readonly JpegComponent[] _components;

    private JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        Width = width;
        Height = height;
        IsProgressive = isProgressive;
        _components = components;
        AcrossMax = components.Max(static c => c.Across);
        DownMax = components.Max(static c => c.Down);
        UnitsAcross = DivideUp(width, AcrossMax * JpegBlock.Side);
        UnitsDown = DivideUp(height, DownMax * JpegBlock.Side);
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsProgressive { get; }

    /// <summary>One for grey, three for colours.</summary>
    public ReadOnlySpan<JpegComponent> Components => _components;

    public int AcrossMax { get; }

    public int DownMax { get; }

    /// <summary>Units hold blocks of every component.</summary>
    public int UnitsAcross { get; }

    public int UnitsDown { get; }

    public bool HasRgbIds => _components is [{ Id: (byte)'R' }, { Id: (byte)'G' }, { Id: (byte)'B' }];

    /// <param name="marker">C0 to CF.</param>
    /// <param name="following">Bytes of the file behind the segment: less than one bit for a block is too little.</param>
    /// <exception cref="InvalidDataException">A short phrase.</exception>
    public static JpegFrame Read(byte marker, ReadOnlySpan<byte> body, int following)
    {
        if (body.Length < 6)
            throw Jpeg.Damaged();
        uint height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        Picture.RequireSize(width, height);
        RequireKind(marker, depth: body[0], components: body[5]);
        JpegComponent[] components = new JpegComponent[body[5]];
        if (body.Length != 6 + 3 * components.Length)
            throw Jpeg.Damaged();
        for (int i = 0; i < components.Length; i++)
        {
            int across = body[7 + 3 * i] >> 4, down = body[7 + 3 * i] & 15, quantisation = body[8 + 3 * i];
            if (across is < 1 or > 4 || down is < 1 or > 4 || quantisation > 3)
                throw Jpeg.Damaged();
            components[i] = new JpegComponent(body[6 + 3 * i], across, down, quantisation);
        }
        JpegFrame frame = new((int)width, (int)height, marker == Progressive, components);
        frame.Allocate(following);
        return frame;
    }

    public JpegComponent Find(byte id)
    {
        foreach (JpegComponent component in _components)
            if (component.Id == id)
                return component;
        throw Jpeg.Damaged();
    }

    /// <summary>Gives the samples of a progressive picture.</summary>
    /// <exception cref="InvalidDataException">A component was in no scan.</exception>
    public void Finish()
    {
        Span<short> dequantised = stackalloc short[JpegBlock.Length];
        foreach (JpegComponent component in _components)
        {
            if (!component.IsScanned)
                throw Jpeg.Damaged();
            if (!IsProgressive)
                continue;
            for (int y = 0; y < DivideUp(component.Height, JpegBlock.Side); y++)
                for (int x = 0; x < DivideUp(component.Width, JpegBlock.Side); x++)
                {
                    ReadOnlySpan<short> block = component.Block(x, y);
                    for (int i = 0; i < block.Length; i++)
                        dequantised[i] = (short)(block[i] * component.Steps[i]);
                    component.Transform(dequantised, x, y);
                }
        }
    }

    public static int DivideUp(int value, int by) => (value + by - 1) / by;

    private static void RequireKind(byte marker, int depth, int components)
    {
        if (marker is > 0xc2 and < 0xc9)
            throw new InvalidDataException("lossless or hierarchical JPEG is not supported");
        if (marker >= 0xc9)
            throw new InvalidDataException("arithmetic-coded JPEG is not supported");
        if (depth != 8)
            throw new InvalidDataException($"JPEG of {depth} bits is not supported");
        if (components == 4)
            throw new InvalidDataException("CMYK JPEG is not supported");
        if (components is not 1 and not 3)
            throw Jpeg.Damaged();
    }

    private void Allocate(int following)
    {
        long blocks = 0;
        foreach (JpegComponent component in _components)
        {
            if (AcrossMax % component.Across != 0 || DownMax % component.Down != 0)
                throw Jpeg.Damaged();
            blocks += (long)DivideUp(WidthOf(component), JpegBlock.Side) * DivideUp(HeightOf(component), JpegBlock.Side);
        }
        if (blocks > 8L * following)
            throw Jpeg.Truncated();
        foreach (JpegComponent component in _components)
            component.Allocate(WidthOf(component), HeightOf(component), UnitsAcross, UnitsDown, IsProgressive);
    }

    private int WidthOf(JpegComponent component) => DivideUp(Width * component.Across, AcrossMax);

    private int HeightOf(JpegComponent component) => DivideUp(Height * component.Down, DownMax);
}
