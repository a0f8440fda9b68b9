using System.Net.Quic;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bench.Streaming;

/// <summary>QUIC by System.Net.Quic, where its native library libmsquic is installed.</summary>
internal sealed class MsQuicTransport : IStreamTransport
{
    public const string Name = "quic-msquic";

    public string Id => Name;

    public string? Unsupported => QuicListener.IsSupported && QuicConnection.IsSupported
        ? null : "libmsquic is not on this machine; install it from the package source of .NET, or use quic-openssl";

    public async ValueTask<IStreamListener> ListenAsync(ListenOptions options, CancellationToken ct)
    {
        RefuseUnsupported();
        SslServerAuthenticationOptions authentication = new()
        {
            ApplicationProtocols = [new SslApplicationProtocol(options.Protocol)],
            ServerCertificate = options.Certificate,
        };
        QuicServerConnectionOptions connection = new()
        {
            DefaultCloseErrorCode = (long)CloseReason.Done.Code,
            DefaultStreamErrorCode = (long)CloseReason.Done.Code,
            IdleTimeout = options.IdleTimeout,
            // A peer is heard of at this interval even when nobody has anything to say.
            KeepAliveInterval = options.IdleTimeout / 2,
            HandshakeTimeout = options.HandshakeTimeout,
            MaxInboundBidirectionalStreams = 1,
            MaxInboundUnidirectionalStreams = 0,
            ServerAuthenticationOptions = authentication,
        };
        try
        {
            QuicListener listener = await QuicListener.ListenAsync(new QuicListenerOptions
            {
                ListenEndPoint = options.EndPoint,
                ListenBacklog = options.Backlog,
                ApplicationProtocols = authentication.ApplicationProtocols,
                ConnectionOptionsCallback = (_, _, _) => ValueTask.FromResult(connection),
            }, ct).ConfigureAwait(false);
            return new MsQuicListener(listener, options);
        }
        catch (Exception e) when (e is QuicException or SocketException)
        {
            throw new StreamClosedException(CloseReason.Refused(e.Message), $"cannot listen on {options.EndPoint}: {e.Message}", e);
        }
    }

    public async ValueTask<StreamConnection> ConnectAsync(ConnectOptions options, CancellationToken ct)
    {
        RefuseUnsupported();
        string? refusal = null;
        QuicConnection? connection = null;
        try
        {
            connection = await QuicConnection.ConnectAsync(new QuicClientConnectionOptions
            {
                RemoteEndPoint = options.EndPoint,
                DefaultCloseErrorCode = (long)CloseReason.Done.Code,
                DefaultStreamErrorCode = (long)CloseReason.Done.Code,
                IdleTimeout = options.IdleTimeout,
                KeepAliveInterval = options.IdleTimeout / 2,
                HandshakeTimeout = options.HandshakeTimeout,
                MaxInboundBidirectionalStreams = 0,
                // None ever comes; but who allows none cannot wait for one, see MsQuicConnection.WatchAsync.
                MaxInboundUnidirectionalStreams = 1,
                ClientAuthenticationOptions = new SslClientAuthenticationOptions
                {
                    ApplicationProtocols = [new SslApplicationProtocol(options.Protocol)],
                    TargetHost = options.Host,
                    RemoteCertificateValidationCallback = (_, certificate, chain, _) => (refusal = Judge(options, certificate, chain)) is null,
                },
            }, ct).ConfigureAwait(false);
            QuicStream stream = await connection.OpenOutboundStreamAsync(QuicStreamType.Bidirectional, ct).ConfigureAwait(false);
            return new MsQuicConnection(connection, stream);
        }
        catch (Exception e)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            if (e is not (QuicException or AuthenticationException or SocketException))
                throw;
            CloseReason reason = refusal is null ? MsQuicConnection.ReasonOf(e) : CloseReason.Refused(refusal);
            throw new StreamClosedException(reason, $"cannot connect to {options.Host} ({options.EndPoint}): {reason.Text}", e);
        }
    }

    private static string? Judge(ConnectOptions options, X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is not X509Certificate2 leaf)
            return "it has no certificate";
        return options.Trust.Refusal(leaf, chain?.ChainPolicy.ExtraStore ?? [], options.Host, DateTimeOffset.UtcNow);
    }

    private void RefuseUnsupported()
    {
        if (Unsupported is string reason)
            throw new StreamClosedException(CloseReason.Refused(reason), $"{Id} does not work here: {reason}");
    }
}
