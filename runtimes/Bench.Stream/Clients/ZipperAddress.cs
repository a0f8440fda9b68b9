using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bench.Streaming;

/// <summary>Where a zipper is: <c>HOST:PORT</c>, <c>[IPv6]:PORT</c>, or a host alone for YoMo's port.</summary>
public sealed record ZipperAddress(string Host, int Port)
{
    public const int DefaultPort = 9000;

    /// <exception cref="FormatException">No host, or a port that is none.</exception>
    public static ZipperAddress Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        bool bare = colon < 0 || (text.StartsWith('[') && text.EndsWith(']'));
        string host = (bare ? text : text[..colon]).Trim('[', ']');
        int port = DefaultPort;
        if (host.Length == 0 || (!bare && (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, null, out port) || port is < 1 or > 65535)))
            throw new FormatException($"'{text}' is no address; write HOST:PORT");
        return new ZipperAddress(host, port);
    }

    /// <exception cref="StreamClosedException">The name is not known.</exception>
    internal async Task<IPEndPoint> ResolveAsync(CancellationToken ct)
    {
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(Host, ct);
            // A zipper on "localhost" listens on 127.0.0.1.
            return new IPEndPoint(addresses.FirstOrDefault(static one => one.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0], Port);
        }
        catch (SocketException e)
        {
            throw new StreamClosedException(CloseReason.Lost(e.Message), $"cannot find the host '{Host}': {e.Message}", e);
        }
    }

    public override string ToString() => $"{Host}:{Port}";
}
