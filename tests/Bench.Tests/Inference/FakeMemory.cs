using System.Buffers.Binary;
using Bench.Inference;

namespace Bench.Tests;

/// <summary>A guest's memory without a guest.</summary>
internal sealed class FakeMemory(int bytes) : IGuestMemory
{
    internal byte[] All { get; } = new byte[bytes];

    public bool TryMemory(uint address, uint length, out Span<byte> bytes)
    {
        bool inside = (ulong)address + length <= (ulong)All.Length;
        bytes = inside ? All.AsSpan((int)address, (int)length) : default;
        return inside;
    }

    internal uint Word(uint address) => BinaryPrimitives.ReadUInt32LittleEndian(All.AsSpan((int)address));

    internal void Put(uint address, params ReadOnlySpan<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(All.AsSpan((int)address + (i * sizeof(uint))), words[i]);
    }

    internal void Put(uint address, ReadOnlySpan<byte> bytes) => bytes.CopyTo(All.AsSpan((int)address));
}
