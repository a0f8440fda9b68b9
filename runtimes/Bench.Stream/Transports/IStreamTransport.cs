using System.Net;

namespace Bench.Streaming;

/// <summary>How bytes get to a peer: found by its type, so that a new transport is one new class.</summary>
public interface IStreamTransport
{
    /// <summary><c>quic-msquic</c>, <c>quic-openssl</c> or <c>tcp</c>.</summary>
    string Id { get; }

    /// <summary>Null when it works on this machine; otherwise what is missing and what to do, in one line.</summary>
    string? Unsupported { get; }

    /// <exception cref="StreamClosedException">The port is taken, the address is not of this machine, or the transport is not supported.</exception>
    ValueTask<IStreamListener> ListenAsync(ListenOptions options, CancellationToken ct);

    /// <summary>Connects, authenticates the server and opens the stream. The server learns of it with the first bytes, for which it does not wait for ever.</summary>
    /// <exception cref="StreamClosedException">No answer in time, certificate refused, protocol not spoken there.</exception>
    ValueTask<StreamConnection> ConnectAsync(ConnectOptions options, CancellationToken ct);
}

/// <summary>Takes connections; disposing it stops that and leaves those that were taken alone.</summary>
public interface IStreamListener : IAsyncDisposable
{
    IPEndPoint LocalEndPoint { get; }

    /// <summary>The next connection whose handshake succeeded and whose first bytes are there; what fails before that disturbs nobody else.</summary>
    /// <exception cref="StreamClosedException">The listener was disposed of.</exception>
    ValueTask<StreamConnection> AcceptAsync(CancellationToken ct);
}
