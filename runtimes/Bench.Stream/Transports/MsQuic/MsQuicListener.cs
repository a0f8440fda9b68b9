using System.Net;
using System.Net.Quic;
using System.Security.Authentication;
using System.Threading.Channels;

namespace Bench.Streaming;

/// <summary>Waits for the stream of each connection apart, so that a peer that opens none holds up nobody.</summary>
internal sealed class MsQuicListener : IStreamListener
{
    private static readonly CloseReason s_stopped = new(0, "the listener was closed");

    private readonly QuicListener _listener;
    private readonly ListenOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<StreamConnection> _open;
    private readonly Task _accepting;

    public MsQuicListener(QuicListener listener, ListenOptions options)
    {
        (_listener, _options) = (listener, options);
        _open = Channel.CreateBounded<StreamConnection>(options.Backlog);
        _accepting = AcceptAllAsync();
    }

    public IPEndPoint LocalEndPoint => _listener.LocalEndPoint;

    public async ValueTask<StreamConnection> AcceptAsync(CancellationToken ct)
    {
        try
        {
            return await _open.Reader.ReadAsync(ct).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new StreamClosedException(s_stopped, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        while (_open.Reader.TryRead(out StreamConnection? waiting))
            await waiting.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        HashSet<Task> opening = [];
        try
        {
            while (true)
            {
                try
                {
                    QuicConnection connection = await _listener.AcceptConnectionAsync(_stop.Token).ConfigureAwait(false);
                    opening.RemoveWhere(static task => task.IsCompleted);
                    opening.Add(OpenAsync(connection));
                }
                catch (Exception e) when (e is AuthenticationException or QuicException { QuicError: not QuicError.OperationAborted })
                {
                    // System.Net.Quic reports a handshake that failed here, and goes on listening.
                    _options.Refused?.Invoke($"a peer: {e.Message}");
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or QuicException)
        {
            _open.Writer.TryComplete(e);
        }
        await Task.WhenAll(opening).ConfigureAwait(false);
    }

    private async Task OpenAsync(QuicConnection connection)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_options.HandshakeTimeout);
        try
        {
            QuicStream stream = await connection.AcceptInboundStreamAsync(limit.Token).ConfigureAwait(false);
            MsQuicConnection open = new(connection, stream);
            if (_open.Writer.TryWrite(open))
                return;
            open.Abort(CloseReason.Refused("too many connections wait here"));
            await open.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is QuicException or OperationCanceledException)
        {
            _options.Refused?.Invoke($"{connection.RemoteEndPoint}: {(e is QuicException ? e.Message : $"no stream was opened within {_options.HandshakeTimeout.TotalSeconds:0.###} s")}");
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
