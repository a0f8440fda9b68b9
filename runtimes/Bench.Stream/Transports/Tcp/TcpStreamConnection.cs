using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Bench.Streaming;

internal sealed class TcpStreamConnection : StreamConnection
{
    private static readonly TimeSpan s_lingering = TimeSpan.FromSeconds(2);
    private readonly Socket _socket;
    private readonly GatedNetworkStream _network;
    private readonly SslStream _stream;
    private readonly UnansweredWatch _watch;
    private readonly TaskCompletionSource<CloseReason> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _gone;
    private ReadOnlyMemory<byte> _early;
    private bool _completed;

    /// <param name="early">Bytes that were read before.</param>
    internal TcpStreamConnection(Socket socket, GatedNetworkStream network, SslStream stream, TransportOptions options, ReadOnlyMemory<byte> early = default)
    {
        (_socket, _network, _stream, _early) = (socket, network, stream, early);
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        _watch = new UnansweredWatch(socket, options.IdleTimeout, Abort);
    }

    public override string Transport => TcpStreamTransport.Name;
    public override bool CarriesReason => false;
    public override IPEndPoint RemoteEndPoint { get; }
    public override Task<CloseReason> Closed => _closed.Task;

    /// <summary>Makes the kernel notice within the idle timeout that a silent peer is gone, and send small messages at once.</summary>
    internal static void Prepare(Socket socket, TransportOptions options)
    {
        int idle = Math.Max(1, (int)(options.IdleTimeout.TotalSeconds / 2));
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, idle);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, idle);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (!_early.IsEmpty)
        {
            int length = Math.Min(_early.Length, buffer.Length);
            _early[..length].CopyTo(buffer);
            _early = _early[length..];
            return length;
        }
        try
        {
            await _network.BeginReadAsync(ct);
            try
            {
                return await _stream.ReadAsync(buffer, ct);
            }
            finally
            {
                _network.EndRead();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw Gone(e);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (_completed)
            throw new StreamClosedException(CloseReason.Done, "writes were completed before");
        try
        {
            await _stream.WriteAsync(bytes, ct);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw Gone(e);
        }
    }

    public override async ValueTask CompleteWritesAsync(CancellationToken ct)
    {
        _completed = true;
        try
        {
            await _network.BeginNotifyAsync(ct);
            try
            {
                await _stream.ShutdownAsync().WaitAsync(ct);
            }
            finally
            {
                _network.EndNotify();
            }
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            throw Gone(e);
        }
    }

    public override async ValueTask CloseAsync(CloseReason reason, CancellationToken ct)
    {
        if (_gone != 0)
            return;
        try
        {
            await CompleteWritesAsync(ct);
            // Closing a socket with unread bytes resets it, and a reset overtakes what is still on its way to the peer.
            byte[] rest = new byte[4096];
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(s_lingering);
            while (await _socket.ReceiveAsync(rest, limit.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is StreamClosedException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The peer need not wait for the end as long as we do.
        }
        Finish(reason);
        await _stream.DisposeAsync();
    }

    public override void Abort(CloseReason reason)
    {
        Finish(reason);
        _socket.Close(0);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_gone == 0)
            Abort(CloseReason.Done);
        await _stream.DisposeAsync();
    }

    private void Finish(CloseReason reason)
    {
        if (Interlocked.Exchange(ref _gone, 1) != 0)
            return;
        _watch.Dispose();
        _closed.TrySetResult(reason);
    }

    private StreamClosedException Gone(Exception e)
    {
        Finish(CloseReason.Lost(e.InnerException?.Message ?? e.Message));
        return new StreamClosedException(_closed.Task.Result, e);
    }
}
