using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bench.Streaming;

/// <summary>Protocol, certificate and trust of one listener or of one client connection: an SSL_CTX.</summary>
internal sealed unsafe class TlsContext : SafeHandle
{
    private const int SelectionAccepted = 0;
    private const int SelectionRefused = 2;

    private readonly byte[] _protocol;
    private readonly ServerTrust? _trust;
    private readonly string _host = "";
    private GCHandle _self;

    private TlsContext(nint method, TransportOptions options, ServerTrust? trust, string host) : base(0, ownsHandle: true)
    {
        _protocol = Encoding.ASCII.GetBytes(options.Protocol);
        (_trust, _host) = (trust, host);
        SetHandle(OpenSslErrors.Check(LibSsl.SSL_CTX_new(method), nameof(LibSsl.SSL_CTX_new)));
        // All calls come from one thread, so OpenSSL needs no locks, and no thread of its own.
        OpenSslErrors.Check(LibSsl.SSL_CTX_set_domain_flags(handle, LibSsl.DomainSingleThread), nameof(LibSsl.SSL_CTX_set_domain_flags));
        _self = GCHandle.Alloc(this);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Valid until this is disposed of; what is made from it keeps it alive on OpenSSL's side.</summary>
    public nint Pointer => handle;

    /// <summary>One length byte, then the name: as TLS lists protocols.</summary>
    public byte[] ProtocolList => [(byte)_protocol.Length, .. _protocol];

    /// <summary>Client: why the server's certificate was refused; null while it was not.</summary>
    public string? Refusal { get; private set; }

    public static TlsContext ForServer(ListenOptions options)
    {
        InitialiseByDotNet();
        TlsContext context = new(LibSsl.OSSL_QUIC_server_method(), options, trust: null, host: "");
        context.UseCertificate(options.Certificate);
        LibSsl.SSL_CTX_set_alpn_select_cb(context.handle, &SelectProtocol, GCHandle.ToIntPtr(context._self));
        return context;
    }

    public static TlsContext ForClient(ConnectOptions options)
    {
        InitialiseByDotNet();
        TlsContext context = new(LibSsl.OSSL_QUIC_client_method(), options, options.Trust, options.Host);
        LibSsl.SSL_CTX_set_verify(context.handle, LibSsl.VerifyPeer, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(context.handle, &Verify, GCHandle.ToIntPtr(context._self));
        return context;
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        if (_self.IsAllocated)
            _self.Free();
        return true;
    }

    // .NET initialises OpenSSL without clean-up at exit, which would pull it away under threads that still run; the first to come decides.
    private static void InitialiseByDotNet() => RandomNumberGenerator.GetBytes(1);

    private void UseCertificate(X509Certificate2 certificate)
    {
        byte[] der = certificate.RawData;
        using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey();
        byte[] pkcs8 = key?.ExportPkcs8PrivateKey() ?? throw new ArgumentException("the certificate has no ECDSA or RSA key with it", nameof(certificate));
        fixed (byte* derBytes = der, keyBytes = pkcs8)
        {
            OpenSslErrors.Check(LibSsl.SSL_CTX_use_certificate_ASN1(handle, der.Length, derBytes), nameof(LibSsl.SSL_CTX_use_certificate_ASN1));
            byte* next = keyBytes;
            nint native = OpenSslErrors.Check(LibCrypto.d2i_AutoPrivateKey(null, &next, pkcs8.Length), nameof(LibCrypto.d2i_AutoPrivateKey));
            int used = LibSsl.SSL_CTX_use_PrivateKey(handle, native);
            LibCrypto.EVP_PKEY_free(native);
            OpenSslErrors.Check(used, nameof(LibSsl.SSL_CTX_use_PrivateKey));
        }
        CryptographicOperations.ZeroMemory(pkcs8);
    }

    /// <summary>SSL_CTX_alpn_select_cb_func: the choice points into the client's list.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SelectProtocol(nint ssl, byte** selected, byte* selectedLength, byte* offered, uint offeredLength, nint context)
    {
        try
        {
            TlsContext self = (TlsContext)GCHandle.FromIntPtr(context).Target!;
            ReadOnlySpan<byte> list = new(offered, checked((int)offeredLength));
            for (int at = 0; at < list.Length && at + 1 + list[at] <= list.Length; at += 1 + list[at])
            {
                if (!list.Slice(at + 1, list[at]).SequenceEqual(self._protocol))
                    continue;
                *selected = offered + at + 1;
                *selectedLength = list[at];
                return SelectionAccepted;
            }
            return SelectionRefused;
        }
        catch (Exception)
        {
            // Nothing may be thrown through OpenSSL: the peer is told that the protocol is not spoken.
            return SelectionRefused;
        }
    }

    /// <summary>Takes the place of OpenSSL's own verification; 1 accepts.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Verify(nint store, nint context)
    {
        TlsContext? self = null;
        try
        {
            self = (TlsContext)GCHandle.FromIntPtr(context).Target!;
            using X509Certificate2 leaf = Copy(LibCrypto.X509_STORE_CTX_get0_cert(store));
            X509Certificate2Collection others = [];
            nint sent = LibCrypto.X509_STORE_CTX_get0_untrusted(store);
            for (int i = 0; sent != 0 && i < LibCrypto.OPENSSL_sk_num(sent); i++)
                others.Add(Copy(LibCrypto.OPENSSL_sk_value(sent, i)));
            DateTimeOffset now = DateTimeOffset.UtcNow;
            self.Refusal = self._trust!.Refusal(leaf, others, self._host, now);
            // The error becomes the alert by which the server learns why.
            if (self.Refusal is not null)
                LibCrypto.X509_STORE_CTX_set_error(store, now > leaf.NotAfter ? LibCrypto.CertificateHasExpired
                    : now < leaf.NotBefore ? LibCrypto.CertificateNotYetValid : LibCrypto.ApplicationVerification);
            foreach (X509Certificate2 other in others)
                other.Dispose();
            return self.Refusal is null ? 1 : 0;
        }
        catch (Exception e)
        {
            self?.Refusal = $"its certificate cannot be judged: {e.Message}";
            return 0;
        }
    }

    private static X509Certificate2 Copy(nint certificate)
    {
        byte[] der = new byte[OpenSslErrors.Check(LibCrypto.i2d_X509(certificate, null), nameof(LibCrypto.i2d_X509))];
        fixed (byte* bytes = der)
        {
            byte* next = bytes;
            LibCrypto.i2d_X509(certificate, &next);
        }
        return X509CertificateLoader.LoadCertificate(der);
    }
}
