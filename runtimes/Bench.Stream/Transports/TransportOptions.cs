using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Bench.Streaming;

/// <summary>What both ends of a connection decide for themselves. The timeouts are YoMo's, except where said.</summary>
public abstract record TransportOptions
{
    public const string YoMoProtocol = "yomo";

    /// <summary>ALPN; a peer that speaks another protocol is refused.</summary>
    public string Protocol { get; init; } = YoMoProtocol;

    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A peer that is silent for so long, also on keep-alives, is gone.</summary>
    public abstract TimeSpan IdleTimeout { get; init; }

    /// <summary>Asked of the kernel, which may grant less. The historical advice is 2.5 MB; small buffers drop datagrams in bursts.</summary>
    public int SocketBufferBytes { get; init; } = 4 << 20;

    /// <summary>
    /// Whoever reads from the connections neither blocks nor works for long before the next read: a transport with a thread of its own
    /// completes reads on it, which saves the wait for another one.
    /// </summary>
    public bool ReadersNeverBlock { get; init; }
}

public sealed record ListenOptions : TransportOptions
{
    /// <summary>Port 0 takes a free one.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>With its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <remarks>YoMo's is 5 s. A QUIC client asks after half of it and waits a second for the answer: with 4 s it notices a zipper that was started anew within 3.</remarks>
    public override TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Told of every handshake that failed: who, and why, in one line. Any thread.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>Connections that nobody has accepted yet; more are refused.</summary>
    public int Backlog { get; init; } = 256;
}

public sealed record ConnectOptions : TransportOptions
{
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Name for SNI and for certificates that are judged by name.</summary>
    public required string Host { get; init; }

    public required ServerTrust Trust { get; init; }

    public override TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
