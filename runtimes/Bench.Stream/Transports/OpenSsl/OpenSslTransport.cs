using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Bench.Streaming;

/// <summary>QUIC by OpenSSL's own implementation, version 3.5 or later.</summary>
/// <remarks>
/// A socket on a wildcard address answers from the address that the kernel prefers: on a machine of several addresses, listen on one.
/// A close of QUIC takes away what the peer's program has not read yet. A closing connection therefore ends its writes and waits up
/// to two seconds for the peer's end, by which it has read all, before it closes with its reason.
/// </remarks>
internal sealed class OpenSslTransport : IStreamTransport
{
    public const string Name = "quic-openssl";

    private const uint FirstVersion = 0x3050_0000;
    private const string Remedy = "install the package libssl3t64 (OpenSSL 3.5 or later, in Debian 13): ./bench setup";

    private static readonly Lazy<string?> s_unsupported = new(Probe);

    public string Id => Name;

    public string? Unsupported => s_unsupported.Value;

    public async ValueTask<IStreamListener> ListenAsync(ListenOptions options, CancellationToken ct)
    {
        RefuseUnsupported();
        Socket socket = NewSocket(options.EndPoint.AddressFamily, options);
        OpenSslListener listener;
        try
        {
            if (options.EndPoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(options.EndPoint);
            listener = new OpenSslListener(options, socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new StreamClosedException(CloseReason.Refused(e.Message), $"cannot listen on {options.EndPoint}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        await listener.StartedAsync(ct).ConfigureAwait(false);
        return listener;
    }

    public async ValueTask<StreamConnection> ConnectAsync(ConnectOptions options, CancellationToken ct)
    {
        RefuseUnsupported();
        ct.ThrowIfCancellationRequested();
        Socket socket = NewSocket(options.EndPoint.AddressFamily, options);
        TlsContext context;
        try
        {
            // A connected socket hears when nobody listens there.
            socket.Connect(options.EndPoint);
            context = TlsContext.ForClient(options);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new StreamClosedException(CloseReason.Lost(e.Message), $"cannot connect to {options.Host} ({options.EndPoint}): {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        TaskCompletionSource<OpenSslConnection> connecting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        QuicLoop.Clients.Post(() => Start(socket, context, options, connecting));
        try
        {
            return await connecting.Task.WaitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = connecting.Task.ContinueWith(static late => late.Result.Abort(CloseReason.Done), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static void Start(Socket socket, TlsContext context, ConnectOptions options, TaskCompletionSource<OpenSslConnection> connecting)
    {
        try
        {
            DatagramFilter filter = new(socket);
            SslObject client = SslObject.Client(context, filter, options);
            QuicPort port = new(QuicLoop.Clients, socket, context, filter, client, listener: null);
            _ = new OpenSslConnection(port, client, context, options, connecting);
        }
        catch (Exception e)
        {
            context.Dispose();
            socket.Dispose();
            connecting.TrySetException(e);
        }
    }

    private static Socket NewSocket(AddressFamily family, TransportOptions options) =>
        new(family, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = options.SocketBufferBytes, SendBufferSize = options.SocketBufferBytes };

    private static string? Probe()
    {
        if (!NativeLibrary.TryLoad(LibCrypto.Library, out nint crypto) || !NativeLibrary.TryLoad(LibSsl.Library, out nint ssl))
            return $"{LibSsl.Library} is not on this machine; {Remedy}";
        if (!NativeLibrary.TryGetExport(crypto, nameof(LibCrypto.OpenSSL_version_num), out _))
            return $"{LibCrypto.Library} is not OpenSSL; {Remedy}";
        ulong version = LibCrypto.OpenSSL_version_num();
        if (version < FirstVersion)
            return $"OpenSSL here is {version >> 28}.{(version >> 20) & 0xFF}, without a QUIC server; {Remedy}";
        return NativeLibrary.TryGetExport(ssl, nameof(LibSsl.OSSL_QUIC_server_method), out _) ? null : $"OpenSSL here was built without QUIC; {Remedy}";
    }

    private void RefuseUnsupported()
    {
        if (Unsupported is string reason)
            throw new StreamClosedException(CloseReason.Refused(reason), $"{Id} does not work here: {reason}");
    }
}
