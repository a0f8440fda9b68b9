using System.Text;

namespace Bench.Wasm;

/// <summary>Takes a section of a module apart. Every length is checked before it is believed.</summary>
internal ref struct WasmReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    internal readonly bool AtEnd => _at == _bytes.Length;

    internal byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw new InvalidDataException("a section ends too early");

    /// <summary>LEB128 of at most 32 bits.</summary>
    internal uint Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value <= uint.MaxValue ? (uint)value : throw new InvalidDataException("a number is above 32 bits");
        }
        throw new InvalidDataException("a number has more than five bytes");
    }

    internal ReadOnlySpan<byte> Bytes(uint count)
    {
        if (count > _bytes.Length - _at)
            throw new InvalidDataException($"a section claims {count} bytes, and {_bytes.Length - _at} are left");
        ReadOnlySpan<byte> taken = _bytes.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    internal string Name() => Encoding.UTF8.GetString(Bytes(Unsigned()));
}
