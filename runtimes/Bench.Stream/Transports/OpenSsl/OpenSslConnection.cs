using System.Net;

namespace Bench.Streaming;

/// <summary>What users' threads see of a connection: they touch its rings under its lock, and never OpenSSL.</summary>
internal sealed partial class OpenSslConnection : StreamConnection
{
    // More is under way than a link of 1 Gbit/s holds within 2 ms, and a slow peer costs no more than this.
    private const int SendCapacity = 256 << 10;
    private const int ReadAhead = 64 << 10;

    private readonly Lock _gate = new();
    private readonly ByteRing _sending = new(SendCapacity);
    private readonly ByteRing _received = new(ReadAhead);
    private readonly PendingOperation _read;
    private readonly PendingOperation _write;
    private readonly TaskCompletionSource<CloseReason> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Memory<byte> _readBuffer;
    private ReadOnlyMemory<byte> _writeRest;
    private CloseReason? _end;
    private CloseReason? _closing;
    private bool _aborted;
    private volatile bool _concluding;
    private volatile bool _ending;
    private bool _readEnded;
    private bool _ringWasFull;
    private bool _dropped;
    private int _posted;

    public override string Transport => OpenSslTransport.Name;

    public override IPEndPoint RemoteEndPoint => _remote;

    public override Task<CloseReason> Closed => _closed.Task;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfZero(buffer.Length);
        if (ct.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(ct);
        bool refill;
        ValueTask<int> result;
        lock (_gate)
        {
            if (_read.IsPending)
                throw new InvalidOperationException("a read is already waiting");
            if (_aborted || _dropped)
                return ValueTask.FromException<int>(new StreamClosedException((_end ?? _closing)!.Value));
            int read = _received.Take(buffer.Span);
            if (read > 0)
            {
                result = new ValueTask<int>(read);
            }
            else if (_readEnded)
            {
                return new ValueTask<int>(0);
            }
            else if (_end is CloseReason end)
            {
                return ValueTask.FromException<int>(new StreamClosedException(end));
            }
            else
            {
                _readBuffer = buffer;
                result = new ValueTask<int>(_read, _read.Begin(ct));
            }
            // Not at once when there is room again: waking the loop for a few bytes costs more than it brings.
            refill = _ringWasFull && _received.Count <= ReadAhead / 2;
            if (refill)
                _ringWasFull = false;
        }
        if (refill)
            _port.Loop.Post(this);
        return result;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return ValueTask.FromCanceled(ct);
        ValueTask result = default;
        lock (_gate)
        {
            if (_write.IsPending)
                throw new InvalidOperationException("a write is already waiting");
            if ((_end ?? _closing) is CloseReason end)
                return ValueTask.FromException(new StreamClosedException(end));
            if (_concluding)
                return ValueTask.FromException(new StreamClosedException(CloseReason.Done, "writes were completed"));
            int taken = _sending.Put(bytes.Span);
            if (taken < bytes.Length)
            {
                _writeRest = bytes[taken..];
                result = new ValueTask(_write, _write.Begin(ct));
            }
        }
        _port.Loop.Post(this);
        return result;
    }

    public override ValueTask CompleteWritesAsync(CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return ValueTask.FromCanceled(ct);
        lock (_gate)
        {
            if ((_end ?? _closing) is CloseReason end)
                return ValueTask.FromException(new StreamClosedException(end));
            _concluding = true;
        }
        _port.Loop.Post(this);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask CloseAsync(CloseReason reason, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            _closing ??= reason;
            (_concluding, _ending) = (true, true);
        }
        _port.Loop.Post(this);
        try
        {
            await _closed.Task.WaitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Abort(reason);
            throw;
        }
    }

    public override void Abort(CloseReason reason)
    {
        if (End(reason, aborted: true))
            _port.Loop.Post(this);
    }

    public override async ValueTask DisposeAsync()
    {
        Abort(CloseReason.Done);
        await _told.Task.ConfigureAwait(false);
    }

    /// <summary>Whether it was not posted already.</summary>
    internal bool MarkPosted() => Interlocked.Exchange(ref _posted, 1) == 0;

    /// <summary>Wakes whoever waits. What came before a peer's end can still be read; not so after an end of ours.</summary>
    /// <returns>False when it had ended before.</returns>
    private bool End(CloseReason reason, bool aborted)
    {
        lock (_gate)
        {
            if (_end is not null)
                return false;
            (_end, _aborted, _ending) = (reason, aborted, true);
            StreamClosedException error = new(reason);
            if (_readEnded && _read.IsPending)
                _read.Complete(0);
            _read.Fail(error);
            _write.Fail(error);
            (_readBuffer, _writeRest) = (default, default);
        }
        _closed.TrySetResult(reason);
        return true;
    }
}
