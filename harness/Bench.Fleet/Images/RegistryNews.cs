using System.Net;

namespace Bench.Fleet.Images;

/// <summary>What happened to a request that a registry got.</summary>
public abstract record RegistryNews(IPAddress Client)
{
    /// <summary>A layer was sent, or that part of it which the client still lacked.</summary>
    /// <param name="From">Where it began: 0, or where an earlier answer broke off.</param>
    /// <param name="Until">Where it ended: <paramref name="Length"/>, or where the connection broke off.</param>
    public sealed record Sent(IPAddress Client, string Layer, long From, long Until, long Length, TimeSpan Took) : RegistryNews(Client);

    /// <param name="Reference">A tag or a digest, of at most 128 letters, digits and :._-</param>
    public sealed record Missing(IPAddress Client, string Reference) : RegistryNews(Client);
}
