using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Bench.Streaming;

/// <summary>How far a call got that does not wait.</summary>
internal enum SslStep
{
    Done,

    /// <summary>To be tried again after the next turn.</summary>
    Blocked,

    /// <summary>The peer has completed its writes.</summary>
    End,
    Failed,
}

/// <param name="Code">An application's code, or one of QUIC itself (RFC 9000, 20.1).</param>
internal readonly record struct QuicEnd(ulong Code, string Text, bool ByTransport, bool Local);

/// <summary>One SSL of OpenSSL's QUIC: a listener, a connection or a stream. Used and freed by its loop's thread only, hence no finalizer.</summary>
internal sealed unsafe class SslObject : IDisposable
{
    private const int LongestReason = 256;
    private nint _ssl;
    private GCHandle _observer;
    private byte* _reason;

    private SslObject(nint ssl) => _ssl = ssl;

    public static SslObject Listener(TlsContext context, DatagramFilter filter)
    {
        SslObject listener = new(OpenSslErrors.Check(LibSsl.SSL_new_listener(context.Pointer, 0), nameof(LibSsl.SSL_new_listener)));
        listener.Attach(filter);
        OpenSslErrors.Check(LibSsl.SSL_listen(listener._ssl), nameof(LibSsl.SSL_listen));
        return listener;
    }

    public static SslObject Client(TlsContext context, DatagramFilter filter, ConnectOptions options)
    {
        SslObject client = new(OpenSslErrors.Check(LibSsl.SSL_new(context.Pointer), nameof(LibSsl.SSL_new)));
        client.Attach(filter);
        LibSsl.SSL_set_connect_state(client._ssl);
        fixed (byte* protocols = context.ProtocolList)
            if (LibSsl.SSL_set_alpn_protos(client._ssl, protocols, (uint)context.ProtocolList.Length) != 0)
                throw new ArgumentException($"'{options.Protocol}' cannot be a protocol's name");
        fixed (byte* host = Encoding.ASCII.GetBytes(options.Host + '\0'))
            LibSsl.SSL_ctrl(client._ssl, LibSsl.ControlServerName, 0, host);
        client.SetPeer(options.EndPoint);
        client.PrepareConnection();
        client.RequestIdleTimeout(options.IdleTimeout);
        return client;
    }

    /// <summary>A connection that a peer has begun; its handshake is still to be done.</summary>
    public SslObject? AcceptConnection()
    {
        // The call itself would do a turn when there is none.
        nint connection = LibSsl.SSL_get_accept_connection_queue_len(_ssl) > 0 ? LibSsl.SSL_accept_connection(_ssl, LibSsl.AcceptNoBlock) : 0;
        if (connection == 0)
            return null;
        SslObject accepted = new(connection);
        accepted.PrepareConnection();
        return accepted;
    }

    /// <summary>Asks the peer to agree on no longer a timeout. A server may be too late for that, when its parameters are on their way.</summary>
    public bool RequestIdleTimeout(TimeSpan timeout) =>
        LibSsl.SSL_set_value_uint(_ssl, LibSsl.ValuesRequested, LibSsl.ValueIdleTimeout, (ulong)timeout.TotalMilliseconds) == 1;

    public TimeSpan NegotiatedIdleTimeout
    {
        get
        {
            ulong milliseconds;
            return LibSsl.SSL_get_value_uint(_ssl, LibSsl.ValuesNegotiated, LibSsl.ValueIdleTimeout, &milliseconds) == 1 && milliseconds > 0
                ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue)) : Timeout.InfiniteTimeSpan;
        }
    }

    public SslStep Handshake()
    {
        int result = LibSsl.SSL_do_handshake(_ssl);
        return result == 1 ? SslStep.Done : Judge(result);
    }

    public SslObject? OpenStream() => Wrap(LibSsl.SSL_new_stream(_ssl, LibSsl.StreamNoBlock));

    public SslObject? AcceptStream() =>
        LibSsl.SSL_get_accept_stream_queue_len(_ssl) > 0 ? Wrap(LibSsl.SSL_accept_stream(_ssl, LibSsl.AcceptNoBlock)) : null;

    /// <summary>Further streams that the peer opens are reset.</summary>
    public void RejectStreams(ulong code) => LibSsl.SSL_set_incoming_stream_policy(_ssl, LibSsl.IncomingStreamReject, code);

    public SslStep Read(Span<byte> buffer, out int read)
    {
        nuint got;
        fixed (byte* bytes = buffer)
        {
            int result = LibSsl.SSL_read_ex(_ssl, bytes, (nuint)buffer.Length, &got);
            read = result == 1 ? (int)got : 0;
            return result == 1 ? SslStep.Done : Judge(result);
        }
    }

    public SslStep Write(ReadOnlySpan<byte> buffer, out int written)
    {
        nuint put;
        fixed (byte* bytes = buffer)
        {
            int result = LibSsl.SSL_write_ex2(_ssl, bytes, (nuint)buffer.Length, 0, &put);
            written = result == 1 ? (int)put : 0;
            return result == 1 ? SslStep.Done : Judge(result);
        }
    }

    public void ConcludeWrites() => LibSsl.SSL_stream_conclude(_ssl, 0);

    /// <param name="flush">Concluded streams are sent first: to be called again after each turn until it is true.</param>
    public bool Shutdown(CloseReason reason, bool flush)
    {
        if (_reason is null)
        {
            byte[] text = Encoding.UTF8.GetBytes(reason.Text.Replace('\0', ' '));
            int length = Math.Min(text.Length, LongestReason);
            // Never in the middle of a character.
            while (length < text.Length && (text[length] & 0xC0) == 0x80)
                length--;
            _reason = (byte*)NativeMemory.AllocZeroed((nuint)length + 1);
            text.AsSpan(0, length).CopyTo(new Span<byte>(_reason, length));
        }
        LibSsl.ShutdownArguments arguments = new() { Code = reason.Code, Reason = _reason };
        ulong flags = LibSsl.ShutdownRapid | LibSsl.ShutdownNoBlock | (flush ? 0 : LibSsl.ShutdownNoStreamFlush);
        return LibSsl.SSL_shutdown_ex(_ssl, flags, &arguments, (nuint)sizeof(LibSsl.ShutdownArguments)) != 0;
    }

    public bool HasEnded(out QuicEnd end)
    {
        LibSsl.CloseInfo info;
        end = default;
        if (LibSsl.SSL_get_conn_close_info(_ssl, &info, (nuint)sizeof(LibSsl.CloseInfo)) != 1)
            return false;
        string text = info.Reason is null ? "" : Encoding.UTF8.GetString(info.Reason, (int)Math.Min(info.ReasonLength, LongestReason));
        end = new QuicEnd(info.Code, text, (info.Flags & LibSsl.CloseTransport) != 0, (info.Flags & LibSsl.CloseLocal) != 0);
        return true;
    }

    /// <summary>Receives, sends and lets time pass, for a listener on all its connections.</summary>
    public void Turn()
    {
        LibCrypto.ERR_clear_error();
        LibSsl.SSL_handle_events(_ssl);
    }

    /// <summary>When the next turn is due even if nothing comes; null when never. Only good right after a turn.</summary>
    public TimeSpan? NextTurn()
    {
        LibSsl.TimeValue left;
        int infinite;
        return LibSsl.SSL_get_event_timeout(_ssl, &left, &infinite) == 1 && infinite == 0
            ? TimeSpan.FromSeconds(left.Seconds) + TimeSpan.FromMicroseconds(left.Microseconds) : null;
    }

    public bool WantsToSend => LibSsl.SSL_net_write_desired(_ssl) == 1;

    /// <summary>Calls back for each datagram of this connection, on the loop's thread, until <see cref="StopObserving"/>.</summary>
    public void Observe(IDatagramObserver observer)
    {
        _observer = GCHandle.Alloc(observer);
        LibSsl.SSL_ctrl(_ssl, LibSsl.ControlMessageCallbackArgument, 0, (void*)GCHandle.ToIntPtr(_observer));
        LibSsl.SSL_set_msg_callback(_ssl, &OnMessage);
    }

    public void StopObserving()
    {
        if (!_observer.IsAllocated)
            return;
        LibSsl.SSL_set_msg_callback(_ssl, null);
        _observer.Free();
    }

    public void Dispose()
    {
        if (_ssl == 0)
            return;
        StopObserving();
        LibSsl.SSL_free(_ssl);
        _ssl = 0;
        NativeMemory.Free(_reason);
        _reason = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(int sent, int version, int contentType, void* bytes, nuint length, nint ssl, nint argument)
    {
        try
        {
            if (contentType == LibSsl.ContentDatagram)
                ((IDatagramObserver)GCHandle.FromIntPtr(argument).Target!).OnDatagram(sent != 0);
        }
        catch (Exception e)
        {
            // Nothing may be thrown through OpenSSL, and observing is no reason to end a connection.
            Debug.Fail(e.Message);
        }
    }

    private static SslObject? Wrap(nint stream)
    {
        if (stream != 0)
            return new SslObject(stream);
        LibCrypto.ERR_clear_error();
        return null;
    }

    private void Attach(DatagramFilter filter)
    {
        LibSsl.SSL_set_bio(_ssl, filter.Pointer, filter.Pointer);
        OpenSslErrors.Check(LibSsl.SSL_set_blocking_mode(_ssl, 0), nameof(LibSsl.SSL_set_blocking_mode));
    }

    // What a context or a listener is told does not reach accepted connections (OpenSSL 3.5), so that each is told.
    private void PrepareConnection()
    {
        OpenSslErrors.Check(LibSsl.SSL_set_value_uint(_ssl, LibSsl.ValuesGeneric, LibSsl.ValueEventHandling, LibSsl.EventHandlingExplicit), nameof(LibSsl.SSL_set_value_uint));
        // Without these, a write that is tried again must have the same bytes at the same place.
        LibSsl.SSL_ctrl(_ssl, LibSsl.ControlMode, LibSsl.ModePartialWrite | LibSsl.ModeMovingWriteBuffer, null);
        OpenSslErrors.Check(LibSsl.SSL_set_default_stream_mode(_ssl, LibSsl.StreamModeNone), nameof(LibSsl.SSL_set_default_stream_mode));
        OpenSslErrors.Check(LibSsl.SSL_set_incoming_stream_policy(_ssl, LibSsl.IncomingStreamAccept, 0), nameof(LibSsl.SSL_set_incoming_stream_policy));
    }

    private void SetPeer(IPEndPoint peer)
    {
        byte[] raw = peer.Address.GetAddressBytes();
        int family = peer.AddressFamily == AddressFamily.InterNetwork ? LibCrypto.AddressFamilyIPv4 : LibCrypto.AddressFamilyIPv6;
        nint address = OpenSslErrors.Check(LibCrypto.BIO_ADDR_new(), nameof(LibCrypto.BIO_ADDR_new));
        try
        {
            fixed (byte* bytes = raw)
                OpenSslErrors.Check(LibCrypto.BIO_ADDR_rawmake(address, family, bytes, (nuint)raw.Length, (ushort)IPAddress.HostToNetworkOrder((short)peer.Port)), nameof(LibCrypto.BIO_ADDR_rawmake));
            OpenSslErrors.Check(LibSsl.SSL_set1_initial_peer_addr(_ssl, address), nameof(LibSsl.SSL_set1_initial_peer_addr));
        }
        finally
        {
            LibCrypto.BIO_ADDR_free(address);
        }
    }

    private SslStep Judge(int result)
    {
        SslStep step = LibSsl.SSL_get_error(_ssl, result) switch
        {
            LibSsl.ErrorWantRead or LibSsl.ErrorWantWrite => SslStep.Blocked,
            LibSsl.ErrorZeroReturn => SslStep.End,
            _ => SslStep.Failed,
        };
        // What is left in the queue would be taken for the error of the next call.
        if (step == SslStep.Failed)
            LibCrypto.ERR_clear_error();
        return step;
    }
}

/// <summary>Hears of the datagrams of one connection.</summary>
internal interface IDatagramObserver
{
    void OnDatagram(bool sent);
}
