using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bench.Streaming;

/// <summary>A certificate for zippers that were given none: self-signed ECDSA P-256 for the loopback names, kept in a file that only its owner reads.</summary>
public static class DevelopmentCertificate
{
    private const string FileName = "zipper.pem";
    private static readonly TimeSpan s_life = TimeSpan.FromDays(365), s_renewal = TimeSpan.FromDays(7);

    /// <summary>Where it is kept: a folder of the user's own, made when needed.</summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "bench-stream");

    /// <summary>The certificate of that folder; a new one where there is none, or where it ends within a week.</summary>
    public static X509Certificate2 LoadOrCreate(string folder, DateTimeOffset now)
    {
        string file = Path.Combine(folder, FileName);
        if (File.Exists(file))
        {
            X509Certificate2 kept = X509Certificate2.CreateFromPemFile(file, file);
            if (kept.NotAfter > (now + s_renewal).LocalDateTime)
                return kept;
            kept.Dispose();
        }
        Directory.CreateDirectory(folder);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = Create(key, now.AddDays(-1), now + s_life);
        string pem = $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
        string own = $"{file}.{Environment.ProcessId}";
        using (FileStream output = new(own, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        using (StreamWriter writer = new(output))
            writer.Write(pem);
        // Two zippers that start at once agree on the one that is there in the end.
        File.Move(own, file, overwrite: true);
        return X509Certificate2.CreateFromPemFile(file, file);
    }

    internal static X509Certificate2 Create(ECDsa key, DateTimeOffset from, DateTimeOffset to)
    {
        CertificateRequest request = new("O=Bench, CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        return request.CreateSelfSigned(from, to);
    }
}
