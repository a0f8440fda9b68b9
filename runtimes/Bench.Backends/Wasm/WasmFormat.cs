namespace Bench.Backends;

/// <summary>Tells a WebAssembly module from other files, and a whole one from a truncated one, before an engine gives its own opinion.</summary>
/// <remarks>Source: WebAssembly core specification, binary format, modules: magic, version, then sections of id, size (LEB128) and contents.</remarks>
public static class WasmFormat
{
    private const byte LastSectionId = 13;

    /// <returns>Null when the file is a module whose sections are all there; else one line that says what is wrong.</returns>
    public static string? Fault(string file) => Fault(Path.GetFileName(file), File.ReadAllBytes(file));

    public static string? Fault(string name, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("\0asm"u8))
            return $"{name} is not a WebAssembly module: it begins with {Convert.ToHexStringLower(bytes[..Math.Min(4, bytes.Length)])}, expected 0061736d";
        if (bytes.Length < 8)
            return $"{name} is truncated: {bytes.Length} bytes, the header alone has 8";
        if (!bytes[4..8].SequenceEqual((ReadOnlySpan<byte>)[1, 0, 0, 0]))
            return $"{name} is not a core module of version 1 (a component, or a later version)";
        int at = 8;
        while (at < bytes.Length)
        {
            byte id = bytes[at++];
            if (id > LastSectionId)
                return $"{name} is damaged: unknown section {id} at offset {at - 1}";
            if (!TryReadSize(bytes, ref at, out uint size))
                return $"{name} is truncated or damaged in the size of section {id}";
            if (size > bytes.Length - at)
                return $"{name} is truncated: section {id} claims {size} bytes at offset {at}, {bytes.Length - at} are left";
            at += (int)size;
        }
        return null;
    }

    /// <summary>Unsigned LEB128 of at most 32 bits.</summary>
    private static bool TryReadSize(ReadOnlySpan<byte> bytes, ref int at, out uint size)
    {
        ulong value = 0;
        size = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (at >= bytes.Length)
                return false;
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                size = (uint)value;
                return value <= uint.MaxValue;
            }
        }
        return false;
    }
}
