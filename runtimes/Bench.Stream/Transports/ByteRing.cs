namespace Bench.Streaming;

/// <summary>
/// Bytes on their way between a user's thread and a loop's. Calls are made under the owner's lock; the spans that
/// <see cref="Front"/> and <see cref="Back"/> hand out may be used outside it, by the one side that takes out or puts in.
/// </summary>
/// <param name="capacity">Most bytes it holds: a power of two. It begins small, since most connections carry short messages.</param>
internal sealed class ByteRing(int capacity)
{
    private const int FirstSize = 4096;
    private byte[] _bytes = [];
    private long _taken;
    private long _put;

    public int Count => (int)(_put - _taken);

    public int Room => capacity - Count;

    /// <summary>Copies what fits.</summary>
    /// <returns>Bytes copied.</returns>
    public int Put(ReadOnlySpan<byte> bytes)
    {
        int all = Math.Min(bytes.Length, Room);
        Reserve(all);
        for (int done = 0; done < all;)
        {
            Span<byte> back = Back();
            int part = Math.Min(back.Length, all - done);
            bytes.Slice(done, part).CopyTo(back);
            _put += part;
            done += part;
        }
        return all;
    }

    /// <returns>Bytes copied; 0 when there are none.</returns>
    public int Take(Span<byte> bytes)
    {
        int done = 0;
        while (done < bytes.Length && Count > 0)
        {
            ReadOnlySpan<byte> front = Front();
            int part = Math.Min(front.Length, bytes.Length - done);
            front[..part].CopyTo(bytes[done..]);
            _taken += part;
            done += part;
        }
        return done;
    }

    /// <summary>The oldest bytes that lie together; they stay until <see cref="Release"/>, also when the ring grows meanwhile.</summary>
    public ReadOnlySpan<byte> Front()
    {
        int start = (int)(_taken & (_bytes.Length - 1));
        return _bytes.AsSpan(start, Math.Min(Count, _bytes.Length - start));
    }

    public void Release(int count) => _taken += count;

    /// <summary>Room that lies together, made larger when all is full; empty at the full capacity.</summary>
    public Span<byte> Back()
    {
        if (Count == _bytes.Length)
            Reserve(Math.Min(1, Room));
        int start = (int)(_put & (_bytes.Length - 1));
        return _bytes.AsSpan(start, Math.Min(_bytes.Length - Count, _bytes.Length - start));
    }

    public void Commit(int count) => _put += count;

    private void Reserve(int more)
    {
        int wanted = Count + more;
        if (wanted <= _bytes.Length)
            return;
        int size = Math.Max(FirstSize, _bytes.Length);
        while (size < wanted)
            size *= 2;
        byte[] larger = new byte[Math.Min(size, capacity)];
        for (long at = _taken; at < _put;)
        {
            int from = (int)(at & (_bytes.Length - 1));
            int to = (int)(at & (larger.Length - 1));
            int part = (int)Math.Min(_put - at, Math.Min(_bytes.Length - from, larger.Length - to));
            _bytes.AsSpan(from, part).CopyTo(larger.AsSpan(to));
            at += part;
        }
        _bytes = larger;
    }
}
