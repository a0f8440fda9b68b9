using System.Security.Cryptography.X509Certificates;

namespace Bench.Streaming;

public sealed record ZipperOptions
{
    /// <summary>Of <see cref="StreamTransports"/>; all listen on the same port number.</summary>
    public IReadOnlyList<string> Transports { get; init; } = [StreamTransports.Quic];

    /// <summary>Null: the <see cref="DevelopmentCertificate"/>.</summary>
    public X509Certificate2? Certificate { get; init; }

    public FrameOptions Frames { get; init; } = new();

    /// <summary>For downstream zippers without a pin.</summary>
    public ServerTrust? DownstreamTrust { get; init; }

    public StreamTrace? Trace { get; init; }

    /// <summary>Told who comes, who goes and who is refused, in one line; any thread.</summary>
    public Action<string>? Log { get; init; }
}
