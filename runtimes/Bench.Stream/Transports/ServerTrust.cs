using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bench.Streaming;

/// <summary>Which servers a client talks to. There is no way to talk to just any.</summary>
public abstract record ServerTrust
{
    private ServerTrust()
    {
    }

    /// <summary>Judges the certificate of a server whose handshake proved that it has the key.</summary>
    /// <param name="others">Further certificates that the server sent.</param>
    /// <returns>Null when it is trusted, otherwise why not, in one line.</returns>
    public string? Refusal(X509Certificate2 certificate, X509Certificate2Collection others, string host, DateTimeOffset now)
    {
        if (now < certificate.NotBefore)
            return $"its certificate is valid only from {certificate.NotBefore.ToUniversalTime():u} on";
        if (now > certificate.NotAfter)
            return $"its certificate expired at {certificate.NotAfter.ToUniversalTime():u}";
        return Judge(certificate, others, host);
    }

    private protected abstract string? Judge(X509Certificate2 certificate, X509Certificate2Collection others, string host);

    /// <summary>SHA-256 of the whole certificate, as lower-case hexadecimal digits.</summary>
    public static string FingerprintOf(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    /// <summary>The one certificate with this <see cref="FingerprintOf"/>, whatever name it bears.</summary>
    public sealed record Pinned(string Fingerprint) : ServerTrust
    {
        private protected override string? Judge(X509Certificate2 certificate, X509Certificate2Collection others, string host) =>
            string.Equals(FingerprintOf(certificate), Fingerprint, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"its certificate {FingerprintOf(certificate)} is not the pinned {Fingerprint}";
    }

    /// <summary>Certificates for the host's name that these authorities vouch for; those of the system when none are given.</summary>
    public sealed record Authorities(X509Certificate2Collection? Roots = null) : ServerTrust
    {
        private protected override string? Judge(X509Certificate2 certificate, X509Certificate2Collection others, string host)
        {
            using X509Chain chain = new();
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            chain.ChainPolicy.ExtraStore.AddRange(others);
            if (Roots is not null)
            {
                chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.AddRange(Roots);
            }
            if (!chain.Build(certificate))
                return $"its certificate is not trusted: {chain.ChainStatus[0].StatusInformation.Trim()}";
            return certificate.MatchesHostname(host) ? null : $"its certificate is not for {host}";
        }
    }

    /// <summary>
    /// The certificate that was shown at this address before. One not seen yet is accepted and kept where the address is of
    /// this machine, and refused elsewhere, with the fingerprint to compare.
    /// </summary>
    /// <param name="Address">HOST:PORT.</param>
    public sealed record SeenBefore(KnownServers Known, string Address, bool Loopback) : ServerTrust
    {
        private protected override string? Judge(X509Certificate2 certificate, X509Certificate2Collection others, string host)
        {
            string shown = FingerprintOf(certificate);
            string? known = Known.FingerprintOf(Address, shown, keep: Loopback);
            if (known == shown)
                return null;
            return known is null
                ? $"its certificate is not known here; if its owner says that the fingerprint is {shown}, pin that"
                : $"its certificate {shown} is not the one seen before, {known}; if that is right, delete its line from {Known.File}";
        }
    }
}
