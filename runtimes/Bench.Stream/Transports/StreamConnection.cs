using System.Net;

namespace Bench.Streaming;

/// <summary>
/// One bidirectional stream of bytes to a peer, on an encrypted connection of its own: what YoMo opens between a client and
/// the zipper. One reader and one writer at a time; closing and aborting are for any thread.
/// </summary>
public abstract class StreamConnection : IAsyncDisposable
{
    /// <summary>Id of the transport, such as <c>tcp</c>.</summary>
    public abstract string Transport { get; }

    public abstract IPEndPoint RemoteEndPoint { get; }

    /// <summary>Whether the peer learns a <see cref="CloseReason"/> from the transport itself.</summary>
    public virtual bool CarriesReason => true;

    /// <summary>Completes when the connection is gone, however that came about; never faults.</summary>
    public abstract Task<CloseReason> Closed { get; }

    /// <returns>Bytes read, at least one; 0 when the peer has completed its writes.</returns>
    /// <exception cref="StreamClosedException">The connection is gone: closed, reset, or silent for longer than the idle timeout.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct);

    /// <summary>Completes when the bytes were taken over, which is not to say that they arrived; waits while too much is under way.</summary>
    /// <exception cref="StreamClosedException">The connection is gone, or writes were completed.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Half-close: sends what is under way and then the end; reading goes on.</summary>
    public abstract ValueTask CompleteWritesAsync(CancellationToken ct);

    /// <summary>Sends what is under way, then closes with a reason that the peer sees where the transport carries one.</summary>
    public abstract ValueTask CloseAsync(CloseReason reason, CancellationToken ct);

    /// <summary>Closes at once; what is under way may be lost. Reads and writes that wait end with a <see cref="StreamClosedException"/>.</summary>
    /// <remarks>Over OpenSSL's QUIC a peer may not hear of it where what was written fills the congestion window: it notices the silence then.</remarks>
    public abstract void Abort(CloseReason reason);

    /// <summary>Aborts what was not closed, and frees everything.</summary>
    public abstract ValueTask DisposeAsync();
}
