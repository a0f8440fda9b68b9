namespace Bench.Workloads;

/// <summary>The wire has no types: the methods say what a value is taken for, and return false if it cannot be that.</summary>
internal readonly ref struct TlvPacket(byte tag, ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> _value = value;

    public byte Tag => tag;

    public TlvReader Enter() => new(_value);

    /// <summary>An NVarInt: the fewest bytes of the two's complement, big-endian; longer forms are read too.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        if (_value.Length == 0 || _value.Length > sizeof(long))
            return false;
        value = (_value[0] & 0x80) != 0 ? -1 : 0;
        foreach (byte next in _value)
            value = value << 8 | next;
        return true;
    }

    public bool TryGetInt32(out int value)
    {
        bool isInteger = TryGetInt64(out long wide);
        value = (int)wide;
        return isInteger && wide == value;
    }

    public bool TryGetDouble(out double value)
    {
        bool isNumber = TryGetBits(sizeof(double), out ulong bits);
        value = BitConverter.UInt64BitsToDouble(bits);
        return isNumber;
    }

    public bool TryGetSingle(out float value)
    {
        bool isNumber = TryGetBits(sizeof(float), out ulong bits);
        value = BitConverter.UInt32BitsToSingle((uint)(bits >> 32));
        return isNumber;
    }

    /// <summary>Nothing is false, and so is every other byte than 1.</summary>
    public bool GetBool() => _value.Length > 0 && _value[0] == 1;

    public bool TryGetText(Span<byte> destination, out int length)
    {
        length = 0;
        if (!_value.TryCopyTo(destination))
            return false;
        length = _value.Length;
        return true;
    }

    /// <summary>IEEE 754, big-endian, without its trailing zero bytes: from the top of the result down.</summary>
    private bool TryGetBits(int bytes, out ulong bits)
    {
        bits = 0;
        if (_value.Length == 0 || _value.Length > bytes)
            return false;
        for (int i = 0; i < _value.Length; i++)
            bits |= (ulong)_value[i] << (56 - 8 * i);
        return true;
    }
}
