using System.Net;

namespace Bench.Streaming;

/// <summary>Keeps one connection to a zipper: says who it is, reads, and connects again when the connection is lost.</summary>
internal sealed class StreamClient : IAsyncDisposable
{
    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(5);

    private readonly ZipperAddress _address;
    private readonly StreamClientOptions _options;
    private readonly HandshakeFrame _handshake;
    private readonly StreamStage _sent;
    private readonly Func<FrameConnection, CancellationToken, ValueTask> _onBatch;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource<FrameConnection> _current = NewWait();
    private Task _running = Task.CompletedTask;
    private readonly bool _isBrief;
    private long _unsent;
    private int _connections;

    /// <param name="onBatch">Takes the frames of what was just read.</param>
    /// <param name="isBrief">It neither blocks nor works for long.</param>
    internal StreamClient(ZipperAddress address, StreamClientOptions options, ClientKind kind, IReadOnlyList<byte>? tags, StreamStage sent,
        Func<FrameConnection, CancellationToken, ValueTask> onBatch, bool isBrief)
    {
        _isBrief = isBrief;
        (_address, _options, _sent, _onBatch) = (address, options, sent, onBatch);
        _handshake = new HandshakeFrame(options.Name, kind, tags, options.Credential);
    }

    /// <summary>Messages that were accepted for sending and then dropped with a lost connection before they left.</summary>
    internal long Unsent => Volatile.Read(ref _unsent);

    /// <summary>Times the connection was lost and made again.</summary>
    internal int Reconnects => Math.Max(0, Volatile.Read(ref _connections) - 1);

    /// <summary>Ends when the client is disposed of; faults when the zipper refuses it, which trying again would not mend.</summary>
    internal Task Completion => _running;

    /// <summary>Makes the first connection; whatever comes later is mended in the background.</summary>
    /// <exception cref="StreamClosedException">It cannot be made.</exception>
    internal async Task StartAsync(CancellationToken ct)
    {
        FrameConnection first = await ConnectAsync(ct);
        Publish(first);
        _running = RunAsync(first);
        _ = _running.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>The connection, if there is one right now.</summary>
    internal FrameConnection? Current => _current.Task is { IsCompletedSuccessfully: true } task ? task.Result : null;

    /// <summary>Waits for a connection.</summary>
    /// <exception cref="StreamClosedException">The zipper has refused this client.</exception>
    internal Task<FrameConnection> ConnectionAsync(CancellationToken ct) => Volatile.Read(ref _current).Task.WaitAsync(ct);

    /// <summary>Queues a message, if there is a connection and room, and sees to it that it leaves.</summary>
    internal bool TrySendNow(byte tag, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> data, bool broadcast)
    {
        if (Current is not FrameConnection connection || !TrySend(connection, tag, transaction, data, broadcast))
            return false;
        connection.Sender.Flush();
        return true;
    }

    /// <summary>Queues a message; waits while the queue is full or the connection lost.</summary>
    /// <exception cref="ArgumentException">It is above the limit of a frame.</exception>
    internal async ValueTask SendAsync(byte tag, ReadOnlyMemory<byte> transaction, ReadOnlyMemory<byte> data, bool broadcast, CancellationToken ct)
    {
        while (true)
        {
            FrameConnection connection = await ConnectionAsync(ct);
            if (TrySend(connection, tag, transaction.Span, data.Span, broadcast))
            {
                connection.Sender.Flush();
                return;
            }
            await connection.Sender.RoomAsync(DataFrame.Size(transaction.Length, data.Length, broadcast), ct);
            if (connection.Connection.Closed.IsCompleted)
                await WithdrawnAsync(connection, ct);
        }
    }

    /// <summary>
    /// As <see cref="SendAsync"/>, for whoever handles what that connection brought: waiting there for the next connection would be
    /// waiting for oneself. If it is lost, the message is, and counted.
    /// </summary>
    /// <exception cref="ArgumentException">It is above the limit of a frame.</exception>
    internal async ValueTask SendOnAsync(FrameConnection connection, byte tag, ReadOnlyMemory<byte> transaction, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        while (!TrySend(connection, tag, transaction.Span, data.Span, false))
        {
            if (connection.Sender.IsClosed)
            {
                Interlocked.Increment(ref _unsent);
                return;
            }
            await connection.Sender.RoomAsync(DataFrame.Size(transaction.Length, data.Length, false), ct);
        }
        connection.Sender.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(s_closing);
        if (Current is FrameConnection connection)
        {
            try
            {
                await connection.Sender.EmptyAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // The zipper takes nothing any more: what is queued is counted as unsent.
            }
            await _stop.CancelAsync();
            await connection.CloseAsync(CloseReason.Done, limit.Token);
            Interlocked.Add(ref _unsent, connection.Sender.Unsent);
            await connection.DisposeAsync();
        }
        await _stop.CancelAsync();
        await _running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _current.TrySetException(new StreamClosedException(CloseReason.Done));
        _ = _current.Task.Exception;
    }

    internal bool TrySend(FrameConnection connection, byte tag, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> data, bool broadcast)
    {
        if (DataFrame.Size(transaction.Length, data.Length, broadcast) > _options.Frames.MaxFrameBytes)
            throw new ArgumentException($"a message of {data.Length} bytes is above the limit of {_options.Frames.MaxFrameBytes}", nameof(data));
        try
        {
            return connection.Sender.TryAppendData(tag, transaction, data, broadcast);
        }
        catch (StreamClosedException)
        {
            return false;
        }
    }

    // The reading side notices a lost connection too; until it has, there is nothing to send on.
    private async Task WithdrawnAsync(FrameConnection lost, CancellationToken ct)
    {
        while (ReferenceEquals(Current, lost) && !_running.IsCompleted)
            await Task.Delay(1, ct);
    }

    private async Task RunAsync(FrameConnection connection)
    {
        try
        {
            while (true)
            {
                CloseReason why = await ReadAsync(connection);
                // Off the transport's own thread: what follows may take long.
                await Task.Yield();
                // Whoever disposes of this client is sending the last of it just now.
                if (_stop.IsCancellationRequested)
                    return;
                Withdraw(connection);
                if (why is { Remote: true, Code: 0xCC or 0xCD })
                    throw new StreamClosedException(why, $"{_address} refuses '{_options.Name}': {why.Text}");
                _options.Log?.Invoke($"the connection to {_address} is lost ({why.Text}), connecting again");
                connection = await ConnectAgainAsync();
                Publish(connection);
                _options.Log?.Invoke($"connected to {_address} again");
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed of.
        }
        catch (StreamClosedException e)
        {
            lock (_lock)
                _current.TrySetException(e);
            _ = _current.Task.Exception;
            throw;
        }
    }

    private async Task<CloseReason> ReadAsync(FrameConnection connection)
    {
        try
        {
            while (await connection.FillAsync(_stop.Token))
                await _onBatch(connection, _stop.Token);
            // A transport that carries a reason tells it a moment after the end of the stream.
            return connection.Connection.Closed.IsCompleted ? connection.Connection.Closed.Result : CloseReason.Lost("the zipper ended the stream");
        }
        catch (StreamClosedException e)
        {
            return e.Reason;
        }
        catch (FrameException e)
        {
            connection.Connection.Abort(CloseReason.ReadError(e.Message));
            return CloseReason.ReadError(e.Message);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return CloseReason.Done;
        }
    }

    private async Task<FrameConnection> ConnectAgainAsync()
    {
        TimeSpan backoff = _options.FirstBackoff;
        string? told = null;
        while (true)
        {
            // Drawn, so that many clients of a zipper that comes back do not all come at once.
            await Task.Delay(backoff * (0.5 + (Random.Shared.NextDouble() / 2)), _stop.Token);
            try
            {
                return await ConnectAsync(_stop.Token);
            }
            catch (StreamClosedException e)
            {
                if (told != e.Message)
                    _options.Log?.Invoke($"{told = e.Message}; trying on");
                backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, _options.LongestBackoff.Ticks));
            }
        }
    }

    private async Task<FrameConnection> ConnectAsync(CancellationToken ct)
    {
        IPEndPoint endPoint = await _address.ResolveAsync(ct);
        ServerTrust trust = _options.Trust ?? new ServerTrust.SeenBefore(KnownServers.Default, _address.ToString(), IPAddress.IsLoopback(endPoint.Address));
        ConnectOptions connect = new() { EndPoint = endPoint, Host = _address.Host, Trust = trust, ReadersNeverBlock = _isBrief };
        StreamConnection connection = await StreamTransports.Get(_options.Transport).ConnectAsync(connect, ct);
        FrameConnection frames = new(connection, _options.Frames, _options.Trace, _sent);
        try
        {
            await connection.WriteAsync(_handshake.Encode(), ct);
            return frames;
        }
        catch
        {
            await frames.DisposeAsync();
            throw;
        }
    }

    private void Publish(FrameConnection connection)
    {
        Interlocked.Increment(ref _connections);
        lock (_lock)
            _current.TrySetResult(connection);
    }

    private void Withdraw(FrameConnection connection)
    {
        connection.Sender.Close(new StreamClosedException(CloseReason.Lost("connection lost")));
        Interlocked.Add(ref _unsent, connection.Sender.Unsent);
        lock (_lock)
            _current = NewWait();
        _ = connection.DisposeAsync().AsTask();
    }

    private static TaskCompletionSource<FrameConnection> NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
