namespace Bench.Workloads;

/// <summary>0.d₁d₂d₃… times ten to the point: the slow way from text to a double, for any number.</summary>
internal sealed class LongDecimal
{
    /// <summary>
    /// Each double, and each middle between two, has fewer digits than this: of the others it is enough to know whether there is one that is not zero.
    /// </summary>
    private const int DigitsMax = 800;
    private const int ShiftMax = 59;

    private readonly byte[] _digit = new byte[DigitsMax];
    private int _count;
    private long _point;
    private bool _more;

    /// <summary>Scales by powers of two to [1/2, 1) and takes the 53 bits behind the point.</summary>
    /// <param name="text">Digits, with or without a point between them.</param>
    /// <param name="power">Of ten, by which the number is multiplied.</param>
    /// <returns>False beyond the largest double.</returns>
    public static bool TryGetDouble(ReadOnlySpan<byte> text, long power, out double value)
    {
        LongDecimal scaled = new();
        bool fraction = false;
        foreach (byte c in text)
        {
            if (c == '.')
            {
                fraction = true;
                continue;
            }
            // A leading zero of the whole part is the only digit there: it moves the point down, and up again.
            scaled._point += fraction ? 0 : 1;
            scaled.Append(c - '0');
        }
        scaled._point += power;
        value = 0;
        if (scaled._count == 0 || scaled._point < -330)
            return true;
        if (scaled._point > 309)
            return false;

        int exponent = 0;
        while (scaled._point > 0)
        {
            int shift = scaled._point > 19 ? ShiftMax : 3 * (int)(scaled._point - 1) + 1;
            scaled.Divide(shift);
            exponent += shift;
        }
        while (scaled._point < 0 || scaled._digit[0] < 5)
        {
            int shift = scaled._point < -19 ? ShiftMax : scaled._point < 0 ? -3 * (int)scaled._point : 1;
            scaled.Multiply(shift);
            exponent -= shift;
        }
        // Below 2^-1022 the last bit is always 2^-1074.
        for (; exponent < -1021; exponent++)
            scaled.Divide(1);
        scaled.Multiply(53);
        ulong bits = scaled.Round();
        if (bits == 1UL << 53)
        {
            bits >>= 1;
            exponent++;
        }
        if (exponent > 1024)
            return false;
        if (bits >> 52 != 0)
            bits = (bits & ((1UL << 52) - 1)) | (ulong)(exponent + 1022) << 52;
        value = BitConverter.UInt64BitsToDouble(bits);
        return true;
    }

    private void Append(int digit)
    {
        if (_count == 0 && digit == 0)
            _point--;
        else if (_count < DigitsMax)
            _digit[_count++] = (byte)digit;
        else
            _more = _more || digit != 0;
    }

    /// <param name="shift">Power of two.</param>
    private void Multiply(int shift)
    {
        ulong carry = 0;
        for (int i = _count - 1; i >= 0; i--)
        {
            carry += (ulong)_digit[i] << shift;
            _digit[i] = (byte)(carry % 10);
            carry /= 10;
        }
        Span<byte> front = stackalloc byte[20];
        int count = 0;
        for (; carry > 0; carry /= 10)
            front[count++] = (byte)(carry % 10);
        for (; _count + count > DigitsMax; _count--)
            _more = _more || _digit[_count - 1] != 0;
        _digit.AsSpan(0, _count).CopyTo(_digit.AsSpan(count));
        for (int i = 0; i < count; i++)
            _digit[i] = front[count - 1 - i];
        _count += count;
        _point += count;
    }

    /// <param name="shift">Power of two.</param>
    private void Divide(int shift)
    {
        ulong mask = (1UL << shift) - 1, rest = 0;
        int count = _count;
        _count = 0;   // what is appended never overtakes what is read
        for (int i = 0; i < count || rest != 0; i++)
        {
            rest = rest * 10 + (i < count ? _digit[i] : 0u);
            Append((int)(rest >> shift));
            rest &= mask;
        }
    }

    /// <returns>The whole part, rounded to nearest, halves to even.</returns>
    private ulong Round()
    {
        ulong whole = 0;
        for (int i = 0; i < _point; i++)
            whole = whole * 10 + (i < _count ? _digit[i] : 0u);
        if (_point < 0 || _point >= _count)
            return whole;
        int next = _digit[_point];
        bool beyond = _more;
        for (int i = (int)_point + 1; i < _count; i++)
            beyond = beyond || _digit[i] != 0;
        return whole + (next > 5 || (next == 5 && (beyond || whole % 2 == 1)) ? 1u : 0u);
    }
}
