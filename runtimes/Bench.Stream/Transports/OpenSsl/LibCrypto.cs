using System.Runtime.InteropServices;

namespace Bench.Streaming;

/// <summary>openssl/bio.h, err.h, evp.h and x509_vfy.h of OpenSSL 3.5. Unless said otherwise a call returns 1 when it worked.</summary>
internal static unsafe partial class LibCrypto
{
    internal const string Library = "libcrypto.so.3";

    internal const int BioNoClose = 0;
    internal const int BioTypeFilter = 0x0200;
    internal const int AddressFamilyIPv4 = 2;
    internal const int AddressFamilyIPv6 = 10;

    /// <summary>Marks errors that are an errno.</summary>
    internal const uint SystemErrorFlag = 0x8000_0000;

    internal const int CertificateNotYetValid = 9;
    internal const int CertificateHasExpired = 10;
    internal const int ApplicationVerification = 50;

    /// <summary>Three bytes of version number and one of state: 3.5.0 is 30500000.</summary>
    [LibraryImport(Library)] internal static partial nuint OpenSSL_version_num();

    [LibraryImport(Library)] internal static partial nint d2i_AutoPrivateKey(nint* reused, byte** bytes, nint length);
    [LibraryImport(Library)] internal static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)] internal static partial nint X509_STORE_CTX_get0_cert(nint store);

    /// <summary>All that the peer sent, the leaf among them; may be null.</summary>
    [LibraryImport(Library)] internal static partial nint X509_STORE_CTX_get0_untrusted(nint store);

    [LibraryImport(Library)] internal static partial void X509_STORE_CTX_set_error(nint store, int error);

    /// <summary>Returns the length; writes where <paramref name="target"/> points and moves it on, unless it is null.</summary>
    [LibraryImport(Library)] internal static partial int i2d_X509(nint certificate, byte** target);

    [LibraryImport(Library)] internal static partial int OPENSSL_sk_num(nint stack);
    [LibraryImport(Library)] internal static partial nint OPENSSL_sk_value(nint stack, int index);

    [LibraryImport(Library)] internal static partial void ERR_clear_error();
    [LibraryImport(Library)] internal static partial nuint ERR_get_error();
    [LibraryImport(Library)] internal static partial nuint ERR_peek_last_error();
    [LibraryImport(Library)] internal static partial void ERR_error_string_n(nuint error, byte* buffer, nuint length);

    [LibraryImport(Library)] internal static partial int BIO_socket_nbio(int socket, int on);
    [LibraryImport(Library)] internal static partial nint BIO_new_dgram(int socket, int close);
    [LibraryImport(Library)] internal static partial int BIO_get_new_index();
    [LibraryImport(Library)] internal static partial nint BIO_meth_new(int type, byte* name);
    [LibraryImport(Library)] internal static partial int BIO_meth_set_sendmmsg(nint method, delegate* unmanaged[Cdecl]<nint, BioMessage*, nuint, nuint, ulong, nuint*, int> callback);
    [LibraryImport(Library)] internal static partial int BIO_meth_set_recvmmsg(nint method, delegate* unmanaged[Cdecl]<nint, BioMessage*, nuint, nuint, ulong, nuint*, int> callback);
    [LibraryImport(Library)] internal static partial int BIO_meth_set_ctrl(nint method, delegate* unmanaged[Cdecl]<nint, int, nint, void*, nint> callback);
    [LibraryImport(Library)] internal static partial nint BIO_new(nint method);

    [LibraryImport(Library)] internal static partial nint BIO_push(nint first, nint next);
    [LibraryImport(Library)] internal static partial nint BIO_next(nint bio);
    [LibraryImport(Library)] internal static partial void BIO_set_init(nint bio, int ready);
    [LibraryImport(Library)] internal static partial void BIO_set_data(nint bio, nint data);
    [LibraryImport(Library)] internal static partial nint BIO_get_data(nint bio);
    [LibraryImport(Library)] internal static partial int BIO_sendmmsg(nint bio, BioMessage* messages, nuint stride, nuint count, ulong flags, nuint* done);
    [LibraryImport(Library)] internal static partial int BIO_recvmmsg(nint bio, BioMessage* messages, nuint stride, nuint count, ulong flags, nuint* done);
    [LibraryImport(Library)] internal static partial nint BIO_ctrl(nint bio, int command, nint number, void* pointer);
    [LibraryImport(Library)] internal static partial int BIO_err_is_non_fatal(uint error);

    [LibraryImport(Library)] internal static partial nint BIO_ADDR_new();
    [LibraryImport(Library)] internal static partial void BIO_ADDR_free(nint address);

    /// <param name="port">In network order.</param>
    [LibraryImport(Library)] internal static partial int BIO_ADDR_rawmake(nint address, int family, byte* bytes, nuint length, ushort port);

    [LibraryImport(Library)] internal static partial int BIO_ADDR_rawaddress(nint address, byte* bytes, nuint* length);

    /// <summary>In network order.</summary>
    [LibraryImport(Library)] internal static partial ushort BIO_ADDR_rawport(nint address);

    /// <summary>BIO_MSG.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct BioMessage
    {
        public void* Data;
        public nuint Length;
        public nint Peer;
        public nint Local;
        public ulong Flags;
    }
}
