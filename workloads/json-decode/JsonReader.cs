namespace Bench.Workloads;

/// <summary>
/// A JSON text (RFC 8259), read from the front without building a tree. Methods return false at what is no JSON, or not what was asked for;
/// then nothing more can be read.
/// </summary>
internal ref struct JsonReader(ReadOnlySpan<byte> text)
{
    private const int DepthMax = 64;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <returns>The byte that comes after white space, or -1 at the end.</returns>
    public int Peek()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _at++;
        return _at < _text.Length ? _text[_at] : -1;
    }

    public bool TryTake(byte expected)
    {
        if (Peek() != expected)
            return false;
        _at++;
        return true;
    }

    public bool TryTakeWord(scoped ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word))
            return false;
        _at += word.Length;
        return true;
    }

    public bool TryReadBool(out bool value)
    {
        value = Peek() == 't';
        return TryTakeWord(value ? "true"u8 : "false"u8);
    }

    public bool TryReadNumber(out DecimalText number)
    {
        Peek();
        return DecimalText.TryRead(_text, ref _at, out number);
    }

    /// <summary>A string without its escapes.</summary>
    /// <param name="length">The whole one; what does not fit is checked and left out.</param>
    public bool TryReadString(scoped Span<byte> destination, out int length)
    {
        length = 0;
        if (!TryTake((byte)'"'))
            return false;
        int written = 0;
        for (int at = _at; at < _text.Length; at++)
        {
            byte c = _text[at];
            if (c == '"')
            {
                _at = at + 1;
                length = written;
                return true;
            }
            if (c < 0x20)
                return false;
            if (c != '\\')
            {
                Put(destination, ref written, c);
                continue;
            }
            _at = at + 1;
            if (!TryReadEscape(out uint point))
                return false;
            at = _at - 1;
            PutUtf8(destination, ref written, point);
        }
        return false;
    }

    /// <summary>Any value.</summary>
    /// <param name="depth">That of the object or array around it, 1 for the outermost.</param>
    public bool TrySkip(int depth)
    {
        int first = Peek();
        switch (first)
        {
            case '"':
                return TryReadString([], out _);
            case 't':
                return TryTakeWord("true"u8);
            case 'f':
                return TryTakeWord("false"u8);
            case 'n':
                return TryTakeWord("null"u8);
            case '{' or '[':
                break;
            default:
                return TryReadNumber(out _);
        }
        if (depth == DepthMax)
            return false;
        byte close = first == '{' ? (byte)'}' : (byte)']';
        _at++;
        if (TryTake(close))
            return true;
        do
        {
            if (first == '{' && (!TryReadString([], out _) || !TryTake((byte)':')))
                return false;
            if (!TrySkip(depth + 1))
                return false;
        }
        while (TryTake((byte)','));
        return TryTake(close);
    }

    /// <summary>What follows a backslash, as one code point. A surrogate without its other half is none.</summary>
    private bool TryReadEscape(out uint point)
    {
        point = 0;
        if (_at == _text.Length)
            return false;
        switch (_text[_at++])
        {
            case (byte)'"':
                point = '"';
                return true;
            case (byte)'\\':
                point = '\\';
                return true;
            case (byte)'/':
                point = '/';
                return true;
            case (byte)'b':
                point = '\b';
                return true;
            case (byte)'f':
                point = '\f';
                return true;
            case (byte)'n':
                point = '\n';
                return true;
            case (byte)'r':
                point = '\r';
                return true;
            case (byte)'t':
                point = '\t';
                return true;
            case (byte)'u':
                if (!TryReadHex4(out point))
                    return false;
                break;
            default:
                return false;
        }
        if (point is < 0xd800 or > 0xdfff)
            return true;
        if (point > 0xdbff || !TryTakeWord("\\u"u8) || !TryReadHex4(out uint low) || low is < 0xdc00 or > 0xdfff)
            return false;
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        return true;
    }

    /// <summary>The four digits of a \u.</summary>
    private bool TryReadHex4(out uint unit)
    {
        unit = 0;
        if (_text.Length - _at < 4)
            return false;
        for (int i = 0; i < 4; i++)
        {
            uint digit = Hex(_text[_at++]);
            if (digit > 15)
                return false;
            unit = unit << 4 | digit;
        }
        return true;
    }

    /// <returns>16 for what is no digit.</returns>
    private static uint Hex(uint c)
    {
        if (c is >= '0' and <= '9')
            return c - '0';
        c |= 0x20;
        return c is >= 'a' and <= 'f' ? c - 'a' + 10 : 16;
    }

    private static void PutUtf8(Span<byte> destination, ref int length, uint point)
    {
        if (point < 0x80)
        {
            Put(destination, ref length, point);
            return;
        }
        if (point < 0x800)
        {
            Put(destination, ref length, 0xc0 | point >> 6);
        }
        else
        {
            if (point < 0x10000)
            {
                Put(destination, ref length, 0xe0 | point >> 12);
            }
            else
            {
                Put(destination, ref length, 0xf0 | point >> 18);
                Put(destination, ref length, 0x80 | (point >> 12 & 0x3f));
            }
            Put(destination, ref length, 0x80 | (point >> 6 & 0x3f));
        }
        Put(destination, ref length, 0x80 | (point & 0x3f));
    }

    private static void Put(Span<byte> destination, ref int length, uint value)
    {
        if (length < destination.Length)
            destination[length] = (byte)value;
        length++;
    }
}
