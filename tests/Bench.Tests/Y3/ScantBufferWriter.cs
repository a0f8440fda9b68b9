using System.Buffers;

namespace Bench.Tests;

/// <summary>Gives no byte more than it is asked for, and takes nothing that it did not give.</summary>
internal sealed class ScantBufferWriter : IBufferWriter<byte>
{
    private readonly List<byte> _bytes = [];
    private byte[] _given = [];

    internal byte[] Written => [.. _bytes];

    public Span<byte> GetSpan(int sizeHint = 0) => _given = new byte[Math.Max(1, sizeHint)];

    public Memory<byte> GetMemory(int sizeHint = 0) => _given = new byte[Math.Max(1, sizeHint)];

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _given.Length);
        _bytes.AddRange(_given.AsSpan(0, count));
        _given = [];
    }
}
