namespace Bench.Workloads;

/// <summary>A number as text, and the IEEE 754 double that is nearest to it.</summary>
internal ref struct DecimalText
{
    private const int DigitsKept = 19;

    /// <summary>10²² is the largest power of ten that is a double.</summary>
    private const int PowerExact = 22;

    /// <summary>No text is so long that a larger exponent could come back to what a double holds.</summary>
    private const long PowerMax = 1_000_000_000;

    private static readonly double[] s_powerOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Digits and point, without sign and exponent.</summary>
    private ReadOnlySpan<byte> _text;

    /// <summary>The first 19 that count.</summary>
    private ulong _digits;
    private int _kept;

    /// <summary>The value is <see cref="_digits"/> times ten to it.</summary>
    private long _exponent;

    /// <summary>What the text gives behind an e.</summary>
    private long _power;
    private bool _negative;

    /// <summary>Neither a fraction nor an e.</summary>
    private bool _whole;

    /// <summary>Whether <see cref="_digits"/> holds all but zeros.</summary>
    private bool _exact;

    /// <summary>Moves <paramref name="at"/> behind the number, by the grammar of JSON: no leading zeros, no sign but a minus, digits on both sides of the point.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, scoped ref int at, out DecimalText number)
    {
        number = new DecimalText { _negative = at < source.Length && source[at] == '-', _whole = true, _exact = true };
        if (number._negative)
            at++;
        int begin = at;
        if (!IsDigit(source, at))
            return false;
        if (source[at] == '0')
            at++;
        else
            for (; IsDigit(source, at); at++)
                number.Add(source[at] - '0');
        if (at < source.Length && source[at] == '.')
        {
            number._whole = false;
            at++;
            if (!IsDigit(source, at))
                return false;
            for (; IsDigit(source, at); at++, number._exponent--)
                number.Add(source[at] - '0');
        }
        number._text = source[begin..at];
        if (at < source.Length && (source[at] | 0x20) == 'e')
        {
            number._whole = false;
            at++;
            bool negative = at < source.Length && source[at] == '-';
            if (at < source.Length && source[at] is (byte)'-' or (byte)'+')
                at++;
            if (!IsDigit(source, at))
                return false;
            for (; IsDigit(source, at); at++)
                if (number._power < PowerMax)
                    number._power = number._power * 10 + (source[at] - '0');
            if (negative)
                number._power = -number._power;
            number._exponent += number._power;
        }
        return true;
    }

    /// <returns>False unless the number is whole and from <paramref name="least"/> to <paramref name="most"/>.</returns>
    public readonly bool TryGetInteger(long least, long most, out long value)
    {
        value = 0;
        ulong limit = !_negative ? (ulong)most : least < 0 ? 0 - (ulong)least : 0;
        if (!_whole || _exponent != 0 || _digits > limit)
            return false;
        value = _negative ? (long)(0 - _digits) : (long)_digits;
        return true;
    }

    /// <summary>The nearest double, halves to even; a number that is too small is 0.</summary>
    /// <returns>False beyond the largest one.</returns>
    public readonly bool TryGetDouble(out double value)
    {
        // Clinger, "How to read floating point numbers accurately", PLDI 1990: both numbers are doubles, so there is one rounding only.
        if (_exact && _digits <= 1UL << 53 && _exponent is >= -PowerExact and <= PowerExact)
            value = _exponent < 0 ? _digits / s_powerOfTen[-_exponent] : _digits * s_powerOfTen[_exponent];
        else if (!LongDecimal.TryGetDouble(_text, _power, out value))
            return false;
        if (_negative)
            value = -value;
        return true;
    }

    private void Add(int digit)
    {
        if (_kept == DigitsKept)
        {
            _exact = _exact && digit == 0;
            _exponent++;
            return;
        }
        _digits = _digits * 10 + (ulong)digit;
        _kept += _digits != 0 ? 1 : 0;
    }

    private static bool IsDigit(ReadOnlySpan<byte> source, int at) => at < source.Length && source[at] is >= (byte)'0' and <= (byte)'9';
}
