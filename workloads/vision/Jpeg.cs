using System.Buffers.Binary;

namespace Bench.Workloads;

/// <summary>JPEG files of 8 bits, coded by Huffman: baseline, extended sequential and progressive, grey, YCbCr or RGB.</summary>
/// <remarks>
/// Source: ITU-T T.81; JFIF 1.02; Adobe's marker APP14. Pixels are those of stb_image, because T.81 leaves the rounding of
/// the cosine transform, the interpolation of colour and its conversion open.
/// </remarks>
internal ref struct Jpeg
{
    private const byte StartOfImage = 0xd8;
    private const byte EndOfImage = 0xd9;
    private const byte StartOfScan = 0xda;
    private const byte QuantisationTables = 0xdb;
    private const byte HuffmanTables = 0xc4;
    private const byte RestartInterval = 0xdd;
    private const byte App0 = 0xe0;
    private const byte App14 = 0xee;

    /// <summary>A progressive picture has some ten scans; each costs a pass over all pixels, however short it is in the file.</summary>
    private const int ScansMax = 100;

    private readonly ReadOnlySpan<byte> _file;
    private readonly ushort[]?[] _quantisation = new ushort[]?[4];
    private readonly JpegHuffman?[] _dc = new JpegHuffman?[4];
    private readonly JpegHuffman?[] _ac = new JpegHuffman?[4];
    private JpegFrame? _frame;
    private int _at = 2;
    private int _restartInterval;
    private int _scans;
    private bool _isJfif;

    /// <summary>APP14's last byte, -1 without one: 0 says that three components are RGB.</summary>
    private int _adobeTransform = -1;

    private Jpeg(ReadOnlySpan<byte> file) => _file = file;

    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith([(byte)0xff, StartOfImage]);

    /// <exception cref="InvalidDataException">A short phrase.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file) => new Jpeg(file).Decode();

    internal static InvalidDataException Damaged() => new("damaged JPEG");

    internal static InvalidDataException Truncated() => new("truncated JPEG");

    private Picture Decode()
    {
        for (byte marker = NextMarker(); marker != EndOfImage; marker = NextMarker())
        {
            ReadOnlySpan<byte> body = TakeSegment();
            switch (marker)
            {
                case >= 0xc0 and <= 0xcf and not HuffmanTables and not 0xc8 and not 0xcc:
                    _frame = _frame is null ? JpegFrame.Read(marker, body, _file.Length - _at) : throw Damaged();
                    break;
                case HuffmanTables:
                    ReadHuffmanTables(body);
                    break;
                case QuantisationTables:
                    ReadQuantisationTables(body);
                    break;
                case RestartInterval:
                    _restartInterval = body.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(body) : throw Damaged();
                    break;
                case StartOfScan:
                    ReadScan(body);
                    break;
                case App0:
                    _isJfif |= body.StartsWith("JFIF\0"u8);
                    break;
                case App14 when body.Length >= 12 && body.StartsWith("Adobe\0"u8):
                    _adobeTransform = body[11];
                    break;
            }
        }
        if (_frame is null)
            throw Damaged();
        _frame.Finish();
        bool isRgb = _frame.HasRgbIds || (_adobeTransform == 0 && !_isJfif);
        return JpegColour.ToPicture(_frame, isRgb);
    }

    /// <summary>Any number of FF may precede a marker.</summary>
    private byte NextMarker()
    {
        if (_at >= _file.Length)
            throw Truncated();
        if (_file[_at] != 0xff)
            throw Damaged();
        while (_at < _file.Length && _file[_at] == 0xff)
            _at++;
        return _at < _file.Length ? _file[_at++] : throw Truncated();
    }

    /// <returns>What stands between the length and the next segment.</returns>
    private ReadOnlySpan<byte> TakeSegment()
    {
        if (_file.Length - _at < 2)
            throw Truncated();
        int length = BinaryPrimitives.ReadUInt16BigEndian(_file[_at..]);
        if (length < 2)
            throw Damaged();
        if (length > _file.Length - _at)
            throw Truncated();
        ReadOnlySpan<byte> body = _file.Slice(_at + 2, length - 2);
        _at += length;
        return body;
    }

    private readonly void ReadHuffmanTables(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            int kind = body[0] >> 4, number = body[0] & 15;
            if (kind > 1 || number > 3)
                throw Damaged();
            (kind == 0 ? _dc : _ac)[number] = JpegHuffman.Read(body[1..], out int length);
            body = body[(1 + length)..];
        }
    }

    private readonly void ReadQuantisationTables(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            int bytes = 1 + (body[0] >> 4), number = body[0] & 15;
            if (bytes > 2 || number > 3 || body.Length < 1 + 64 * bytes)
                throw Damaged();
            ushort[] table = new ushort[64];
            for (int i = 0; i < 64; i++)
                table[JpegBlock.Natural[i]] = bytes == 1 ? body[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(body[(1 + 2 * i)..]);
            _quantisation[number] = table;
            body = body[(1 + 64 * bytes)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> body)
    {
        if (_frame is null || ++_scans > ScansMax || body.IsEmpty || body[0] is < 1 or > 3 || body.Length != 4 + 2 * body[0])
            throw Damaged();
        JpegComponent[] components = new JpegComponent[body[0]];
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = _frame.Find(id: body[1 + 2 * i]);
            int tables = body[2 + 2 * i];
            if (tables >> 4 > 3 || (tables & 15) > 3)
                throw Damaged();
            components[i].Choose(_dc[tables >> 4], _ac[tables & 15], _quantisation);
        }
        JpegBand band = new(body[^3], body[^2], body[^1] >> 4, body[^1] & 15);
        JpegScan scan = new(_frame, components, band, _restartInterval, new JpegBits(_file, _at));
        _at = scan.Decode();
    }
}
