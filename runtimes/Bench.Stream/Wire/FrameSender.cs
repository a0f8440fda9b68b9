using System.Diagnostics;

namespace Bench.Streaming;

/// <summary>
/// Frames on their way to one peer: a bounded queue of bytes that any thread appends to and one pump writes out, all that
/// has gathered at a time.
/// </summary>
internal sealed class FrameSender : IThreadPoolWorkItem
{
    // Below this interval messages come in a stream: a pump of its own gathers them, while a single message leaves at once.
    private static readonly long s_together = Stopwatch.Frequency / 10_000;

    private readonly StreamConnection _connection;
    private volatile int _capacity;
    private readonly StreamTrace? _trace;
    private readonly StreamStage _stage;
    private readonly Lock _lock = new();
    private byte[] _fill = new byte[4096], _out = new byte[4096];
    private int _filled, _frames;
    private List<(long Transaction, byte Tag)> _marks = [], _marksOut = [];
    private bool _pumping;
    private long _lastPump;
    private StreamClosedException? _closed;
    private TaskCompletionSource? _room, _empty;

    /// <param name="capacity">Bytes that may wait; one frame larger than that is taken when nothing else waits.</param>
    /// <param name="stage">What handing a traced message to the transport means at this node.</param>
    internal FrameSender(StreamConnection connection, int capacity, StreamTrace? trace, StreamStage stage) =>
        (_connection, _capacity, _trace, _stage) = (connection, capacity, trace, stage);

    /// <summary>Bytes that may wait, set once it is known who the peer is.</summary>
    internal void SetCapacity(int bytes) => _capacity = bytes;

    internal int QueuedBytes => Volatile.Read(ref _filled);

    /// <summary>Frames that were taken but never handed to the transport; final once the connection is closed.</summary>
    internal int Unsent => Volatile.Read(ref _frames);

    /// <summary>Nothing is taken or sent any more.</summary>
    internal bool IsClosed
    {
        get
        {
            lock (_lock)
                return _closed is not null;
        }
    }

    /// <summary>Copies whole frames as they are.</summary>
    /// <returns>False when the queue is full.</returns>
    /// <exception cref="StreamClosedException">The connection is gone.</exception>
    /// <param name="traced">The message's number when its leaving is to be marked, else negative.</param>
    internal bool TryAppend(ReadOnlySpan<byte> frame, long traced = -1, byte tag = 0)
    {
        lock (_lock)
        {
            if (!TryReserve(frame.Length, out Span<byte> room))
                return false;
            frame.CopyTo(room);
            if (traced >= 0)
                _marks.Add((traced, tag));
            return true;
        }
    }

    /// <inheritdoc cref="TryAppend(ReadOnlySpan{byte}, long, byte)"/>
    internal bool TryAppendData(byte tag, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> data, bool broadcast = false)
    {
        lock (_lock)
        {
            if (!TryReserve(DataFrame.Size(transaction.Length, data.Length, broadcast), out Span<byte> room))
                return false;
            DataFrame.Write(room, tag, transaction, data, broadcast);
            if (_trace is not null && _trace.Wants(transaction, out long number))
                _marks.Add((number, tag));
            return true;
        }
    }

    /// <summary>Waits until a frame of that size finds room, or the connection is gone.</summary>
    internal Task RoomAsync(int size, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_closed is not null || HasRoom(size))
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            StartPump();
            return _room.Task.WaitAsync(ct);
        }
    }

    /// <summary>Waits until everything was handed to the transport, or the connection is gone.</summary>
    internal Task EmptyAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_closed is not null || (_filled == 0 && !_pumping))
                return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            StartPump();
            return _empty.Task.WaitAsync(ct);
        }
    }

    /// <summary>Sends what was appended: on this thread where nothing was sent for a while, else on another, gathering.</summary>
    internal void Flush()
    {
        long now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            if (_pumping || _filled == 0 || _closed is not null)
                return;
            _pumping = true;
            if (now - _lastPump < s_together)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
        _ = PumpAsync();
    }

    /// <summary>As <see cref="Flush"/>, for whoever has just appended all there was to append.</summary>
    internal void FlushBatch()
    {
        lock (_lock)
        {
            if (_pumping || _filled == 0 || _closed is not null)
                return;
            _pumping = true;
        }
        _ = PumpAsync();
    }

    internal void Close(StreamClosedException reason)
    {
        lock (_lock)
        {
            _closed ??= reason;
            _room?.TrySetResult();
            _empty?.TrySetResult();
            (_room, _empty) = (null, null);
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = PumpAsync();

    private bool TryReserve(int size, out Span<byte> room)
    {
        room = default;
        if (_closed is not null)
            throw new StreamClosedException(_closed.Reason, _closed);
        if (!HasRoom(size))
            return false;
        if (_fill.Length - _filled < size)
            Array.Resize(ref _fill, Math.Max(_fill.Length * 2, _filled + size));
        room = _fill.AsSpan(_filled, size);
        _filled += size;
        _frames++;
        return true;
    }

    private bool HasRoom(int size) => _filled == 0 || _filled + size <= _capacity;

    private void StartPump()
    {
        if (_pumping || _filled == 0)
            return;
        _pumping = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task PumpAsync()
    {
        try
        {
            while (Take(out int length))
                await _connection.WriteAsync(_out.AsMemory(0, length), CancellationToken.None);
        }
        catch (StreamClosedException e)
        {
            Close(e);
        }
    }

    private bool Take(out int length)
    {
        lock (_lock)
        {
            long now = _lastPump = Stopwatch.GetTimestamp();
            length = _filled;
            if (_filled == 0 || _closed is not null)
            {
                _pumping = false;
                _empty?.TrySetResult();
                _empty = null;
                return false;
            }
            (_fill, _out, _filled, _frames) = (_out, _fill, 0, 0);
            (_marks, _marksOut) = (_marksOut, _marks);
            foreach ((long transaction, byte tag) in _marksOut)
                _trace?.Mark(transaction, tag, _stage, now);
            _marksOut.Clear();
            _room?.TrySetResult();
            _room = null;
            return true;
        }
    }
}
