namespace Bench.Fuzz;

/// <summary>An input in the making: bytes that can be edited, up to <see cref="Capacity"/>; what does not fit is left out.</summary>
internal sealed class FuzzBuffer
{
    internal const int Capacity = 1 << 16;

    private readonly byte[] _bytes = new byte[Capacity];
    private readonly List<int> _marks = [];

    internal int Length { get; private set; }

    internal int Room => Capacity - Length;

    internal Span<byte> Bytes => _bytes.AsSpan(0, Length);

    internal ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Offsets of bytes that say something about others, such as lengths: those worth editing. They move with what stands before them.</summary>
    internal IReadOnlyList<int> Marks => _marks;

    internal void Clear() => Cut(0);

    /// <summary>Takes away what is behind the first <paramref name="length"/> bytes.</summary>
    internal void Cut(int length)
    {
        Length = Math.Min(Length, length);
        _marks.RemoveAll(mark => mark >= Length);
    }

    internal void Mark(int offset) => _marks.Add(offset);

    internal void Append(byte value)
    {
        if (Length < Capacity)
            _bytes[Length++] = value;
    }

    internal void Append(ReadOnlySpan<byte> values)
    {
        ReadOnlySpan<byte> fitting = values[..Math.Min(values.Length, Room)];
        fitting.CopyTo(_bytes.AsSpan(Length));
        Length += fitting.Length;
    }

    /// <param name="values">May be part of this buffer only if they stand before <paramref name="at"/>.</param>
    internal void Insert(int at, ReadOnlySpan<byte> values)
    {
        ReadOnlySpan<byte> fitting = values[..Math.Min(values.Length, Room)];
        _bytes.AsSpan(at, Length - at).CopyTo(_bytes.AsSpan(at + fitting.Length));
        fitting.CopyTo(_bytes.AsSpan(at));
        Length += fitting.Length;
        for (int i = 0; i < _marks.Count; i++)
            if (_marks[i] >= at)
                _marks[i] += fitting.Length;
    }

    internal void Remove(int at, int count)
    {
        _bytes.AsSpan(at + count, Length - at - count).CopyTo(_bytes.AsSpan(at));
        Length -= count;
        _marks.RemoveAll(mark => mark >= at && mark < at + count);
        for (int i = 0; i < _marks.Count; i++)
            if (_marks[i] >= at)
                _marks[i] -= count;
    }
}
