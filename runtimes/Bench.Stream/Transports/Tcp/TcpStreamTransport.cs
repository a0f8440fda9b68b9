using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bench.Streaming;

/// <summary>TCP with TLS 1.3: no part of YoMo, for networks that drop UDP and as what QUIC is compared with.</summary>
public sealed class TcpStreamTransport : IStreamTransport
{
    internal const string Name = "tcp";

    public string Id => Name;
    public string? Unsupported => null;

    public ValueTask<IStreamListener> ListenAsync(ListenOptions options, CancellationToken ct)
    {
        Socket socket = new(options.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(options.EndPoint);
            socket.Listen(options.Backlog);
            return ValueTask.FromResult<IStreamListener>(new TcpStreamListener(socket, options));
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new StreamClosedException(CloseReason.Lost(e.Message), $"cannot listen on {options.EndPoint} (tcp): {e.Message}", e);
        }
    }

    public async ValueTask<StreamConnection> ConnectAsync(ConnectOptions options, CancellationToken ct)
    {
        Socket socket = new(options.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(options.HandshakeTimeout);
        string? refusal = null;
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(options.EndPoint, deadline.Token);
            TcpStreamConnection.Prepare(socket, options);
            GatedNetworkStream network = new(socket);
            stream = new SslStream(network);
            SslClientAuthenticationOptions tls = new()
            {
                TargetHost = options.Host,
                EnabledSslProtocols = SslProtocols.Tls13,
                ApplicationProtocols = [new SslApplicationProtocol(options.Protocol)],
                RemoteCertificateValidationCallback = (_, certificate, chain, _) => (refusal = Judge(options, certificate, chain)) is null,
            };
            await stream.AuthenticateAsClientAsync(tls, deadline.Token);
            if (!stream.NegotiatedApplicationProtocol.Equals(tls.ApplicationProtocols[0]))
                throw new AuthenticationException($"it does not speak '{options.Protocol}'");
            return new TcpStreamConnection(socket, network, stream, options);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            string why = refusal ?? (e is OperationCanceledException ? $"no answer within {options.HandshakeTimeout.TotalSeconds} s" : e.GetBaseException().Message);
            Drop(socket, stream);
            throw new StreamClosedException(CloseReason.Lost(why), $"cannot connect to {options.EndPoint} (tcp): {why}", e);
        }
        catch (OperationCanceledException)
        {
            Drop(socket, stream);
            throw;
        }
    }

    private static void Drop(Socket socket, SslStream? stream)
    {
        stream?.Dispose();
        socket.Dispose();
    }

    private static string? Judge(ConnectOptions options, X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is not X509Certificate2 leaf)
            return "it shows no certificate";
        X509Certificate2Collection others = chain?.ChainPolicy.ExtraStore ?? [];
        return options.Trust.Refusal(leaf, others, options.Host, DateTimeOffset.UtcNow);
    }
}
