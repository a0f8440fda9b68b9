using System.Runtime.InteropServices;

namespace Bench.Streaming;

/// <summary>openssl/ssl.h of OpenSSL 3.5. Unless said otherwise a call returns 1 when it worked, and says why not in the thread's error queue.</summary>
internal static unsafe partial class LibSsl
{
    internal const string Library = "libssl.so.3";

    internal const int ErrorWantRead = 2;
    internal const int ErrorWantWrite = 3;
    internal const int ErrorZeroReturn = 6;

    internal const int ControlMessageCallbackArgument = 16;
    internal const int ControlMode = 33;
    internal const int ControlServerName = 55;
    internal const int ModePartialWrite = 1;
    internal const int ModeMovingWriteBuffer = 2;
    internal const int VerifyPeer = 1;

    internal const ulong DomainSingleThread = 1;
    internal const ulong AcceptNoBlock = 1;
    internal const ulong StreamNoBlock = 2;
    internal const uint StreamModeNone = 0;
    internal const int IncomingStreamAccept = 1;
    internal const int IncomingStreamReject = 2;

    internal const ulong ShutdownRapid = 1;
    internal const ulong ShutdownNoStreamFlush = 2;
    internal const ulong ShutdownNoBlock = 4;

    internal const uint ValuesGeneric = 0;
    internal const uint ValuesRequested = 1;
    internal const uint ValuesNegotiated = 3;
    internal const uint ValueIdleTimeout = 5;
    internal const uint ValueEventHandling = 6;
    internal const ulong EventHandlingExplicit = 2;

    internal const uint CloseLocal = 1;
    internal const uint CloseTransport = 2;
    internal const ulong CloseIdleTimeout = ulong.MaxValue;

    /// <summary>Content type of message callbacks that show whole datagrams.</summary>
    internal const int ContentDatagram = 0x200;

    [LibraryImport(Library)] internal static partial nint OSSL_QUIC_server_method();
    [LibraryImport(Library)] internal static partial nint OSSL_QUIC_client_method();
    [LibraryImport(Library)] internal static partial nint SSL_CTX_new(nint method);
    [LibraryImport(Library)] internal static partial void SSL_CTX_free(nint context);
    [LibraryImport(Library)] internal static partial int SSL_CTX_set_domain_flags(nint context, ulong flags);
    [LibraryImport(Library)] internal static partial int SSL_CTX_use_certificate_ASN1(nint context, int length, byte* certificate);
    [LibraryImport(Library)] internal static partial int SSL_CTX_use_PrivateKey(nint context, nint key);
    [LibraryImport(Library)] internal static partial void SSL_CTX_set_alpn_select_cb(nint context, delegate* unmanaged[Cdecl]<nint, byte**, byte*, byte*, uint, nint, int> callback, nint argument);
    [LibraryImport(Library)] internal static partial void SSL_CTX_set_verify(nint context, int mode, nint callback);
    [LibraryImport(Library)] internal static partial void SSL_CTX_set_cert_verify_callback(nint context, delegate* unmanaged[Cdecl]<nint, nint, int> callback, nint argument);

    [LibraryImport(Library)] internal static partial nint SSL_new(nint context);
    [LibraryImport(Library)] internal static partial nint SSL_new_listener(nint context, ulong flags);
    [LibraryImport(Library)] internal static partial void SSL_free(nint ssl);
    [LibraryImport(Library)] internal static partial void SSL_set_bio(nint ssl, nint reading, nint writing);
    [LibraryImport(Library)] internal static partial int SSL_set_blocking_mode(nint ssl, int blocking);
    [LibraryImport(Library)] internal static partial int SSL_listen(nint listener);
    [LibraryImport(Library)] internal static partial nuint SSL_get_accept_connection_queue_len(nint listener);
    [LibraryImport(Library)] internal static partial nint SSL_accept_connection(nint listener, ulong flags);

    /// <summary>Returns 0 when it worked.</summary>
    [LibraryImport(Library)] internal static partial int SSL_set_alpn_protos(nint ssl, byte* protocols, uint length);

    [LibraryImport(Library)] internal static partial long SSL_ctrl(nint ssl, int command, long number, void* pointer);
    [LibraryImport(Library)] internal static partial int SSL_set1_initial_peer_addr(nint ssl, nint address);
    [LibraryImport(Library)] internal static partial int SSL_set_value_uint(nint ssl, uint kind, uint id, ulong value);
    [LibraryImport(Library)] internal static partial int SSL_get_value_uint(nint ssl, uint kind, uint id, ulong* value);
    [LibraryImport(Library)] internal static partial int SSL_set_default_stream_mode(nint ssl, uint mode);
    [LibraryImport(Library)] internal static partial int SSL_set_incoming_stream_policy(nint ssl, int policy, ulong code);
    [LibraryImport(Library)] internal static partial void SSL_set_msg_callback(nint ssl, delegate* unmanaged[Cdecl]<int, int, int, void*, nuint, nint, nint, void> callback);

    [LibraryImport(Library)] internal static partial void SSL_set_connect_state(nint ssl);
    [LibraryImport(Library)] internal static partial int SSL_do_handshake(nint ssl);
    [LibraryImport(Library)] internal static partial int SSL_get_error(nint ssl, int result);
    [LibraryImport(Library)] internal static partial int SSL_handle_events(nint ssl);
    [LibraryImport(Library)] internal static partial int SSL_get_event_timeout(nint ssl, TimeValue* timeout, int* infinite);
    [LibraryImport(Library)] internal static partial int SSL_net_write_desired(nint ssl);

    [LibraryImport(Library)] internal static partial nuint SSL_get_accept_stream_queue_len(nint ssl);
    [LibraryImport(Library)] internal static partial nint SSL_accept_stream(nint ssl, ulong flags);

    /// <summary>Null also when the peer has given no credit for a stream yet.</summary>
    [LibraryImport(Library)] internal static partial nint SSL_new_stream(nint ssl, ulong flags);

    [LibraryImport(Library)] internal static partial int SSL_read_ex(nint stream, byte* buffer, nuint length, nuint* read);
    [LibraryImport(Library)] internal static partial int SSL_write_ex2(nint stream, byte* bytes, nuint length, ulong flags, nuint* written);
    [LibraryImport(Library)] internal static partial int SSL_stream_conclude(nint stream, ulong flags);

    /// <summary>Returns 0 while streams are being flushed: to be called again after each turn.</summary>
    [LibraryImport(Library)] internal static partial int SSL_shutdown_ex(nint ssl, ulong flags, ShutdownArguments* arguments, nuint size);

    [LibraryImport(Library)] internal static partial int SSL_get_conn_close_info(nint ssl, CloseInfo* info, nuint size);

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeValue
    {
        public nint Seconds;
        public nint Microseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ShutdownArguments
    {
        public ulong Code;
        public byte* Reason;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct CloseInfo
    {
        public ulong Code;
        public ulong FrameType;
        public byte* Reason;
        public nuint ReasonLength;
        public uint Flags;
    }
}
