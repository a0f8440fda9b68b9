using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bench.Streaming;

/// <summary>
/// Stands between OpenSSL and a UDP socket, as a filter BIO. It treats a datagram that cannot be sent as one lost on the way:
/// otherwise one unreachable peer ends the listener and every connection on it. It also knows whom the last datagrams went to.
/// </summary>
internal sealed unsafe class DatagramFilter : IDisposable
{
    private static readonly nint s_method = NewMethod();

    private readonly byte[] _address = new byte[16];
    private GCHandle _self;
    private int _addressLength;
    private int _port;

    public DatagramFilter(Socket socket)
    {
        int file = (int)socket.Handle;
        OpenSslErrors.Check(LibCrypto.BIO_socket_nbio(file, 1), nameof(LibCrypto.BIO_socket_nbio));
        nint datagrams = OpenSslErrors.Check(LibCrypto.BIO_new_dgram(file, LibCrypto.BioNoClose), nameof(LibCrypto.BIO_new_dgram));
        Pointer = OpenSslErrors.Check(LibCrypto.BIO_new(s_method), nameof(LibCrypto.BIO_new));
        _self = GCHandle.Alloc(this);
        LibCrypto.BIO_set_data(Pointer, GCHandle.ToIntPtr(_self));
        LibCrypto.BIO_set_init(Pointer, 1);
        LibCrypto.BIO_push(Pointer, datagrams);
    }

    /// <summary>Belongs to the SSL object that it is given to.</summary>
    public nint Pointer { get; }

    /// <summary>The peer's machine said that nobody listens there; only connected sockets hear that.</summary>
    public bool PeerRefuses { get; private set; }

    /// <summary>Times that datagrams came.</summary>
    public long Receipts { get; private set; }

    /// <summary>Datagrams that the kernel would not send.</summary>
    public long Unsendable { get; private set; }

    /// <summary>Whom the last datagrams went to.</summary>
    public IPEndPoint? LastRecipient
    {
        get
        {
            if (_addressLength == 0)
                return null;
            IPAddress address = new(_address.AsSpan(0, _addressLength));
            return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, _port);
        }
    }

    /// <summary>To be called when OpenSSL uses it no more.</summary>
    public void Dispose()
    {
        if (_self.IsAllocated)
            _self.Free();
    }

    private static nint NewMethod()
    {
        nint method;
        fixed (byte* name = "datagram filter\0"u8)
            method = OpenSslErrors.Check(LibCrypto.BIO_meth_new(LibCrypto.BIO_get_new_index() | LibCrypto.BioTypeFilter, name), nameof(LibCrypto.BIO_meth_new));
        LibCrypto.BIO_meth_set_sendmmsg(method, &Send);
        LibCrypto.BIO_meth_set_recvmmsg(method, &Receive);
        LibCrypto.BIO_meth_set_ctrl(method, &Control);
        return method;
    }

    private static DatagramFilter Owner(nint bio) => (DatagramFilter)GCHandle.FromIntPtr(LibCrypto.BIO_get_data(bio)).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Send(nint bio, LibCrypto.BioMessage* messages, nuint stride, nuint count, ulong flags, nuint* done)
    {
        try
        {
            DatagramFilter self = Owner(bio);
            self.Remember(messages->Peer);
            int result = LibCrypto.BIO_sendmmsg(LibCrypto.BIO_next(bio), messages, stride, count, flags, done);
            if (result == 1 || !self.IsFatal())
                return result;
            self.Unsendable++;
            *done = 1;
            return 1;
        }
        catch (Exception)
        {
            // Nothing may be thrown through OpenSSL: as if the datagram was lost.
            *done = 1;
            return 1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Receive(nint bio, LibCrypto.BioMessage* messages, nuint stride, nuint count, ulong flags, nuint* done)
    {
        int result = LibCrypto.BIO_recvmmsg(LibCrypto.BIO_next(bio), messages, stride, count, flags, done);
        try
        {
            DatagramFilter self = Owner(bio);
            if (result == 1)
                self.Receipts++;
            if (result == 1 || !self.IsFatal())
                return result;
            *done = 0;
            return 1;
        }
        catch (Exception)
        {
            // Nothing may be thrown through OpenSSL: as if nothing had come.
            *done = 0;
            return 1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Control(nint bio, int command, nint number, void* pointer)
    {
        nint next = LibCrypto.BIO_next(bio);
        return next == 0 ? 0 : LibCrypto.BIO_ctrl(next, command, number, pointer);
    }

    private bool IsFatal()
    {
        uint error = (uint)LibCrypto.ERR_peek_last_error();
        if (LibCrypto.BIO_err_is_non_fatal(error) != 0)
            return false;
        if (error == (LibCrypto.SystemErrorFlag | LibC.ConnectionRefused))
            PeerRefuses = true;
        return true;
    }

    private void Remember(nint address)
    {
        nuint length = 0;
        if (address == 0 || LibCrypto.BIO_ADDR_rawaddress(address, null, &length) != 1 || length > 16)
            return;
        fixed (byte* bytes = _address)
            LibCrypto.BIO_ADDR_rawaddress(address, bytes, &length);
        _addressLength = (int)length;
        _port = BinaryPrimitives.ReverseEndianness(LibCrypto.BIO_ADDR_rawport(address));
    }
}
