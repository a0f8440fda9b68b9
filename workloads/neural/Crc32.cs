namespace Bench.Workloads;

/// <summary>CRC-32 of ISO 3309, as in PNG and zlib: polynomial EDB88320 (reflected), start and end inverted.</summary>
internal static class Crc32
{
    private static readonly uint[] s_ofByte = Table();

    /// <param name="before">The checksum of what stands before <paramref name="bytes"/>.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint crc = ~before;
        foreach (byte value in bytes)
            crc = crc >> 8 ^ s_ofByte[(byte)(crc ^ value)];
        return ~crc;
    }

    private static uint[] Table()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = crc >> 1 ^ (0 - (crc & 1) & 0xedb88320);
            table[i] = crc;
        }
        return table;
    }
}
