namespace Bench.Workloads;

/// <summary>The packets of one level of Y3, one after the other: tag (bit 7: node, bit 6: slice, the rest an id), length, value.</summary>
internal ref struct TlvReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool AtEnd => _at == _bytes.Length;

    /// <returns>False at the end, and if the packet goes beyond it.</returns>
    public bool TryRead(out TlvPacket packet)
    {
        packet = default;
        if (AtEnd)
            return false;
        byte tag = _bytes[_at++];
        if (!TryReadLength(out int length))
            return false;
        packet = new TlvPacket(tag, _bytes.Slice(_at, length));
        _at += length;
        return true;
    }

    /// <summary>A PVarInt: groups of seven bits, the most significant first; bit 7 says that another follows, bit 6 of the first is the sign.</summary>
    private bool TryReadLength(out int length)
    {
        length = 0;
        if (AtEnd)
            return false;
        byte next = _bytes[_at++];
        if ((next & 0x40) != 0)
            return false;   // negative
        ulong value = next & 0x7fu;
        for (int bytes = 1; (next & 0x80) != 0; bytes++)
        {
            if (bytes == 5 || AtEnd)
                return false;
            next = _bytes[_at++];
            value = value << 7 | (next & 0x7fu);
        }
        if (value > (ulong)(_bytes.Length - _at))
            return false;
        length = (int)value;
        return true;
    }
}
