using System.Buffers;
using Bench.Core;

namespace Bench.Fuzz;

/// <summary>A buffer writer that gives hardly more room than it is asked for, and takes nothing that it did not give; it is used again for the next input.</summary>
internal sealed class ScantOutput(int capacity) : IBufferWriter<byte>
{
    private readonly byte[] _bytes = new byte[capacity + 64];
    private SplitMix? _random;
    private int _given;

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    internal ScantOutput Anew(SplitMix random)
    {
        _random = random;
        Length = _given = 0;
        return this;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        _given = Math.Max(1, sizeHint) + _random!.Below(16);
        return _bytes.AsSpan(Length, _given);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException("whoever writes here asks for spans");

    public void Advance(int count)
    {
        FuzzFault.Unless(count <= _given, "a writer takes no more room than it was given");
        Length += count;
        _given = 0;
    }
}
