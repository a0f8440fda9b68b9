namespace Bench.Workloads;

/// <summary>Codes of one table: of each length, consecutive numbers.</summary>
internal sealed class JpegHuffman
{
    public const int LengthMax = 16;

    /// <summary>Codes up to this length are looked up at once.</summary>
    private const int QuickLength = 9;

    private readonly byte[] _symbols;

    /// <summary>By the next bits: length in the upper byte, symbol in the lower; 0 for a longer code, or none.</summary>
    private readonly ushort[] _quick = new ushort[1 << QuickLength];

    /// <summary>By length: the first code that is longer, with zeros behind it up to 16 bits.</summary>
    private readonly int[] _limit = new int[LengthMax + 1];

    /// <summary>By length: to be added to a code for the index of its symbol.</summary>
    private readonly int[] _offset = new int[LengthMax + 1];

    private JpegHuffman(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        int code = 0, index = 0;
        for (int length = 1; length <= LengthMax; length++, code <<= 1)
        {
            _offset[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, index++)
                if (length <= QuickLength)
                    _quick.AsSpan(code << QuickLength - length & _quick.Length - 1, 1 << QuickLength - length).Fill((ushort)(length << 8 | _symbols[index]));
            if (code > 1 << length)
                throw Jpeg.Damaged();
            _limit[length] = code << LengthMax - length;
        }
    }

    /// <param name="length">Bytes that the table takes.</param>
    /// <exception cref="InvalidDataException">Longer than <paramref name="source"/>, or more codes than their lengths allow.</exception>
    public static JpegHuffman Read(ReadOnlySpan<byte> source, out int length)
    {
        length = LengthMax;
        for (int i = 0; i < LengthMax && i < source.Length; i++)
            length += source[i];
        if (length > source.Length || length > LengthMax + 256)
            throw Jpeg.Damaged();
        return new JpegHuffman(source[..LengthMax], source[LengthMax..length]);
    }

    /// <exception cref="InvalidDataException">The next bits are no code.</exception>
    public byte Decode(ref JpegBits bits)
    {
        int next = bits.Peek(LengthMax);
        int quick = _quick[next >> LengthMax - QuickLength];
        if (quick != 0)
        {
            bits.Skip(quick >> 8);
            return (byte)quick;
        }
        for (int length = QuickLength + 1; length <= LengthMax; length++)
            if (next < _limit[length])
            {
                bits.Skip(length);
                return _symbols[(next >> LengthMax - length) + _offset[length]];
            }
        throw Jpeg.Damaged();
    }
}
