using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Bench.Streaming;

/// <summary>A UDP port with a loop of its own. Connections that were taken keep the port until the last of them is closed.</summary>
internal sealed class OpenSslListener : IStreamListener
{
    private static readonly CloseReason s_stopped = new(0, "the listener was closed");

    private readonly ListenOptions _options;
    private readonly TlsContext _context;
    private readonly QuicLoop _loop;
    private readonly Channel<OpenSslConnection> _open = Channel.CreateUnbounded<OpenSslConnection>();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<QuicPort> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private volatile bool _isStopped;

    public OpenSslListener(ListenOptions options, Socket socket)
    {
        _options = options;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _context = TlsContext.ForServer(options);
        _loop = new QuicLoop($"quic {LocalEndPoint}");
        _loop.Post(() => Start(socket));
    }

    public IPEndPoint LocalEndPoint { get; }

    public bool IsStopped => _isStopped;

    public Task StartedAsync(CancellationToken ct) => _port.Task.WaitAsync(ct);

    public async ValueTask<StreamConnection> AcceptAsync(CancellationToken ct)
    {
        try
        {
            OpenSslConnection connection = await _open.Reader.ReadAsync(ct).ConfigureAwait(false);
            Interlocked.Decrement(ref _waiting);
            return connection;
        }
        catch (ChannelClosedException)
        {
            throw new StreamClosedException(s_stopped);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isStopped = true;
        _open.Writer.TryComplete();
        while (_open.Reader.TryRead(out OpenSslConnection? connection))
            await connection.DisposeAsync().ConfigureAwait(false);
        QuicPort port = await _port.Task.ConfigureAwait(false);
        TaskCompletionSource<bool> stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() => stopped.TrySetResult(port.IsGone || port.Stop(s_stopped)));
        bool connectionsRemain = await Task.WhenAny(stopped.Task, _gone.Task).ConfigureAwait(false) == stopped.Task && await stopped.Task.ConfigureAwait(false);
        if (!connectionsRemain)
            await _gone.Task.ConfigureAwait(false);
    }

    /// <summary>On the loop's thread, as all that follows: a peer has begun to connect.</summary>
    public void Take(QuicPort port, SslObject accepted)
    {
        OpenSslConnection connection = new(port, accepted, _context, _options);
        // Those in their handshake count too: nobody fills the memory with half of them.
        if (Interlocked.Increment(ref _waiting) > _options.Backlog)
            connection.Abort(CloseReason.Refused("too many connections wait here"));
        else if (_isStopped)
            connection.Abort(s_stopped);
    }

    public void Offer(OpenSslConnection connection)
    {
        if (!_open.Writer.TryWrite(connection))
            connection.Abort(s_stopped);
    }

    public void Refuse(IPEndPoint? peer, CloseReason reason)
    {
        Interlocked.Decrement(ref _waiting);
        if (_options.Refused is Action<string> refused)
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.refused($"{state.peer?.ToString() ?? "a peer"}: {state.reason.Text}"), (refused, peer, reason), preferLocal: false);
    }

    public void NotifyGone() => _gone.TrySetResult();

    private void Start(Socket socket)
    {
        try
        {
            UnreachablePeers.Ask(socket);
            DatagramFilter filter = new(socket);
            QuicPort port = new(_loop, socket, _context, filter, SslObject.Listener(_context, filter), this);
            _port.TrySetResult(port);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            socket.Dispose();
            _context.Dispose();
            _port.TrySetException(e);
        }
        _loop.EndWhenEmpty();
    }
}
