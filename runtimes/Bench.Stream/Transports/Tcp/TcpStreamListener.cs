using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;

namespace Bench.Streaming;

/// <summary>Handshakes run beside each other, so that a silent peer holds up nobody.</summary>
internal sealed class TcpStreamListener : IStreamListener
{
    private readonly Socket _socket;
    private readonly ListenOptions _options;
    private readonly Channel<StreamConnection> _ready;
    private readonly SemaphoreSlim _handshakes;
    private readonly CancellationTokenSource _stop = new();
    private readonly SslServerAuthenticationOptions _tls;
    private readonly Task _accepting;

    internal TcpStreamListener(Socket socket, ListenOptions options)
    {
        (_socket, _options) = (socket, options);
        _ready = Channel.CreateBounded<StreamConnection>(options.Backlog);
        _handshakes = new SemaphoreSlim(options.Backlog);
        _tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(options.Certificate, null, offline: true),
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [new SslApplicationProtocol(options.Protocol)],
            // A resumed session would keep a client that has since lost its trust.
            AllowTlsResume = false,
        };
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = AcceptLoopAsync();
    }

    public IPEndPoint LocalEndPoint { get; }

    public async ValueTask<StreamConnection> AcceptAsync(CancellationToken ct)
    {
        try
        {
            return await _ready.Reader.ReadAsync(ct);
        }
        catch (ChannelClosedException e)
        {
            throw new StreamClosedException(CloseReason.Done, "the listener is closed", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _accepting;
        while (_ready.Reader.TryRead(out StreamConnection? waiting))
            await waiting.DisposeAsync();
    }

    private async Task AcceptLoopAsync()
    {
        try
        {
            while (true)
            {
                await _handshakes.WaitAsync(_stop.Token);
                Socket peer = await _socket.AcceptAsync(_stop.Token);
                _ = HandshakeAsync(peer);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            _ready.Writer.TryComplete();
        }
    }

    private async Task HandshakeAsync(Socket socket)
    {
        IPEndPoint? peer = null;
        SslStream? stream = null;
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        deadline.CancelAfter(_options.HandshakeTimeout);
        try
        {
            peer = (IPEndPoint)socket.RemoteEndPoint!;
            TcpStreamConnection.Prepare(socket, _options);
            GatedNetworkStream network = new(socket);
            stream = new SslStream(network);
            await stream.AuthenticateAsServerAsync(_tls, deadline.Token);
            if (!stream.NegotiatedApplicationProtocol.Equals(_tls.ApplicationProtocols![0]))
                throw new AuthenticationException($"it does not speak '{_options.Protocol}'");
            // A client judges the certificate after the server thinks that all is well: only its first bytes tell.
            byte[] first = new byte[256];
            int length = await stream.ReadAsync(first, deadline.Token);
            if (length == 0)
                throw new AuthenticationException("it left without a word, as a client does that does not trust the certificate");
            await _ready.Writer.WriteAsync(new TcpStreamConnection(socket, network, stream, _options, first.AsMemory(0, length)), deadline.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException or OperationCanceledException or ObjectDisposedException or ChannelClosedException)
        {
            stream?.Dispose();
            socket.Dispose();
            if (!_stop.IsCancellationRequested)
                _options.Refused?.Invoke($"{peer} (tcp): {(e is OperationCanceledException ? "no handshake in time" : e.GetBaseException().Message)}");
        }
        finally
        {
            _handshakes.Release();
        }
    }
}
