using System.Net;
using System.Net.Quic;

namespace Bench.Streaming;

/// <summary>One stream of a connection of System.Net.Quic. That library carries no text with a close, only a code.</summary>
internal sealed class MsQuicConnection : StreamConnection
{
    private readonly QuicConnection _connection;
    private readonly QuicStream _stream;
    private readonly TaskCompletionSource<CloseReason> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MsQuicConnection(QuicConnection connection, QuicStream stream)
    {
        (_connection, _stream) = (connection, stream);
        _ = WatchAsync();
    }

    public override string Transport => MsQuicTransport.Name;

    public override bool CarriesReason => false;

    public override IPEndPoint RemoteEndPoint => _connection.RemoteEndPoint;

    public override Task<CloseReason> Closed => _closed.Task;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfZero(buffer.Length);
        try
        {
            return await _stream.ReadAsync(buffer, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is QuicException or ObjectDisposedException)
        {
            throw new StreamClosedException(End(ReasonOf(e)), e);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await _stream.WriteAsync(bytes, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is QuicException or ObjectDisposedException or InvalidOperationException)
        {
            throw new StreamClosedException(e is InvalidOperationException and not ObjectDisposedException ? CloseReason.Done : End(ReasonOf(e)), e);
        }
    }

    public override ValueTask CompleteWritesAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_closed.Task.IsCompleted)
            return ValueTask.FromException(new StreamClosedException(_closed.Task.Result));
        _stream.CompleteWrites();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask CloseAsync(CloseReason reason, CancellationToken ct)
    {
        if (_closed.Task.IsCompleted)
            return;
        try
        {
            _stream.CompleteWrites();
            // Completes when the peer's machine has all of it.
            await _stream.WritesClosed.WaitAsync(ct).ConfigureAwait(false);
            await EndAsync(reason).WaitAsync(ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is QuicException or ObjectDisposedException)
        {
            End(ReasonOf(e));
        }
        catch (OperationCanceledException)
        {
            Abort(reason);
            throw;
        }
    }

    public override void Abort(CloseReason reason)
    {
        if (_closed.TrySetResult(reason))
            _ = EndAsync(reason);
    }

    public override async ValueTask DisposeAsync()
    {
        _closed.TrySetResult(CloseReason.Done);
        await EndAsync(_closed.Task.Result).ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    internal static CloseReason ReasonOf(Exception error) => error switch
    {
        QuicException { QuicError: QuicError.ConnectionAborted or QuicError.StreamAborted, ApplicationErrorCode: long code } => new CloseReason((ulong)code, "closed without a word", Remote: true),
        QuicException { QuicError: QuicError.ConnectionIdle or QuicError.ConnectionTimeout } => CloseReason.Lost("the other side was silent"),
        QuicException { QuicError: QuicError.ConnectionRefused } => CloseReason.Lost("nobody listens there"),
        QuicException { TransportErrorCode: long code } => new CloseReason((ulong)code, QuicErrors.Describe(new QuicEnd((ulong)code, "", ByTransport: true, Local: false), TransportOptions.YoMoProtocol), Remote: true),
        _ => CloseReason.Lost(error.Message),
    };

    private CloseReason End(CloseReason reason)
    {
        _closed.TrySetResult(reason);
        return _closed.Task.Result;
    }

    private async Task EndAsync(CloseReason reason)
    {
        _closed.TrySetResult(reason);
        try
        {
            await _connection.CloseAsync((long)reason.Code).ConfigureAwait(false);
        }
        catch (Exception e) when (e is QuicException or ObjectDisposedException)
        {
            // It was closed already, which is what was wanted.
            _closed.TrySetResult(ReasonOf(e));
        }
    }

    // No event tells of the end of a connection; no second stream is to come, so that waiting for one ends when the connection does.
    private async Task WatchAsync()
    {
        try
        {
            await using QuicStream never = await _connection.AcceptInboundStreamAsync().ConfigureAwait(false);
            Abort(CloseReason.Refused("one stream to a connection"));
        }
        catch (Exception e) when (e is QuicException or ObjectDisposedException)
        {
            End(ReasonOf(e));
        }
    }
}
