using System.Net.Sockets;

namespace Bench.Streaming;

/// <summary>
/// Keeps SslStream from making its close-notify while it decrypts: both use one native object without a lock (.NET 10), and half-closing
/// below a reader now and then failed with a "record layer failure". It decrypts whenever a read of it is not waiting here.
/// </summary>
internal sealed class GatedNetworkStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    // Not disposed of: a reader may still be on its way out, and without a wait handle there is nothing to free.
    private readonly SemaphoreSlim _gate = new(1);
    private bool _reading;
    private bool _notifying;

    /// <summary>Before a read of the SslStream above; <see cref="EndRead"/> after it.</summary>
    public async ValueTask BeginReadAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        _reading = true;
    }

    public void EndRead()
    {
        _reading = false;
        _gate.Release();
    }

    /// <summary>Before the SslStream above makes its close-notify; <see cref="EndNotify"/> after it.</summary>
    public async ValueTask BeginNotifyAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        _notifying = true;
    }

    public void EndNotify()
    {
        if (!_notifying)
            return;
        _notifying = false;
        _gate.Release();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_reading)
            return await base.ReadAsync(buffer, cancellationToken);
        _gate.Release();
        try
        {
            return await base.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            await _gate.WaitAsync(CancellationToken.None);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // It is made now, and its way to a peer that does not read may be long.
        EndNotify();
        return base.WriteAsync(buffer, cancellationToken);
    }
}
