namespace Bench.Y3;

/// <summary>Puts a packet together that comes in parts. Grows with what has come, not with what the length claims.</summary>
internal sealed class Y3PacketBuffer
{
    private const int FirstSize = 64 * 1024;

    private readonly Y3Options _options;
    private readonly long _offset;
    private readonly int _headerSize;
    private readonly int _depth;
    private readonly int _size;
    private byte[] _bytes;
    private int _filled;

    /// <param name="found">Stands at the packet, which <see cref="Allows"/> accepted.</param>
    public Y3PacketBuffer(Y3Scanner found, Y3Options options)
    {
        _options = options;
        _offset = found.Offset;
        _headerSize = found.Header.Length;
        _depth = found.Depth;
        _size = _headerSize + found.Length;
        _bytes = new byte[Math.Min(_size, FirstSize)];
        Add(found.Header);
    }

    /// <summary>Bytes that the packet lacks.</summary>
    public int Missing => _size - _filled;

    /// <summary>The packet, once nothing is missing.</summary>
    public Y3Value Value => new(_offset, _bytes, _headerSize, _depth, _options);

    /// <summary>Whether a value of this length may be held.</summary>
    public static bool Allows(int length, Y3Options options) => length <= Math.Min(options.MaxLength, Array.MaxLength - Y3Header.MaxSize);

    /// <param name="bytes">At most <see cref="Missing"/>.</param>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        int needed = _filled + bytes.Length;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(_size, Math.Max(needed, 2L * _bytes.Length)));
        bytes.CopyTo(_bytes.AsSpan(_filled));
        _filled = needed;
    }
}
