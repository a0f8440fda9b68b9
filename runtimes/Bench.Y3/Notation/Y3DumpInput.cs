namespace Bench.Y3;

/// <summary>A stream that is read forward, with the offset in it.</summary>
internal sealed class Y3DumpInput(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _filled;

    internal long Offset { get; private set; }

    internal bool AtEnd => !Fill();

    /// <returns>Less than there is room for only at the end.</returns>
    internal int Read(Span<byte> room)
    {
        int read = 0;
        while (read < room.Length && Fill())
        {
            int count = Math.Min(room.Length - read, _filled - _next);
            _buffer.AsSpan(_next, count).CopyTo(room[read..]);
            read += count;
            Move(count);
        }
        return read;
    }

    /// <returns>False if it ended before.</returns>
    internal bool Skip(long count)
    {
        while (count > 0 && Fill())
        {
            int here = (int)Math.Min(count, _filled - _next);
            count -= here;
            Move(here);
        }
        return count == 0;
    }

    private void Move(int count)
    {
        _next += count;
        Offset += count;
    }

    private bool Fill()
    {
        if (_next == _filled)
        {
            _next = 0;
            _filled = stream.Read(_buffer);
        }
        return _next < _filled;
    }
}
