using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bench.Streaming;

/// <summary>One UDP socket with what OpenSSL runs on it: a listener and its connections, or one client connection. Used by its loop's thread only.</summary>
internal sealed class QuicPort : IDisposable
{
    // Turns in a row before other ports have theirs.
    private const int MostTurns = 4;

    private readonly Socket _socket;
    private readonly TlsContext _context;
    private readonly SslObject _root;
    private readonly List<OpenSslConnection> _connections = [];

    /// <param name="listener">Null for a client's port, which lives as long as its one connection.</param>
    public QuicPort(QuicLoop loop, Socket socket, TlsContext context, DatagramFilter filter, SslObject root, OpenSslListener? listener)
    {
        (Loop, _socket, _context, Filter, _root, Listener) = (loop, socket, context, filter, root, listener);
        File = (int)socket.Handle;
        loop.Add(this);
    }

    public QuicLoop Loop { get; }

    public DatagramFilter Filter { get; }

    public OpenSslListener? Listener { get; }

    public int File { get; }

    /// <summary>What poll() is to wait for.</summary>
    public short Events { get; private set; } = LibC.PollIn;

    public bool IsReadable { get; set; }

    /// <summary>There are errors of the socket to be taken.</summary>
    public bool HasErrors { get; set; }

    /// <summary>Something was handed to OpenSSL that only a turn sends.</summary>
    public bool IsDirty { get; set; } = true;

    public bool IsGone { get; private set; }

    /// <summary>Timestamp of the next timer, OpenSSL's or a connection's.</summary>
    public long DueAt { get; private set; }

    /// <summary>Turns so far.</summary>
    public long Turns { get; private set; }

    /// <summary>Bytes read since a turn could tell the peer that there is room again.</summary>
    public int ReadSinceTurn { get; set; }

    public void Add(OpenSslConnection connection)
    {
        _connections.Add(connection);
        IsDirty = true;
    }

    /// <summary>Ends what is not open yet.</summary>
    /// <returns>Whether open connections remain.</returns>
    public bool Stop(CloseReason reason)
    {
        IsDirty = true;
        foreach (OpenSslConnection connection in _connections)
            if (!connection.IsOpen)
                connection.Abort(reason);
        return _connections.Exists(static connection => connection.IsOpen);
    }

    public void Serve()
    {
        long now = Stopwatch.GetTimestamp();
        long due = long.MaxValue;
        if (HasErrors && Listener is not null)
            MarkUnreachable();
        for (int turn = 0; turn < MostTurns && (turn == 0 || IsDirty); turn++)
        {
            IsDirty = false;
            ReadSinceTurn = 0;
            _root.Turn();
            Turns++;
            while (Listener is not null && _root.AcceptConnection() is SslObject accepted)
                Listener.Take(this, accepted);
            due = ServeConnections(now);
            if (IsGone)
                return;
        }
        if (Listener is { IsStopped: true } && _connections.Count == 0)
        {
            Dispose();
            return;
        }
        DueAt = _root.NextTurn() is TimeSpan left ? Math.Min(due, now + (long)(left.TotalSeconds * Stopwatch.Frequency)) : due;
        Events = _root.WantsToSend ? (short)(LibC.PollIn | LibC.PollOut) : LibC.PollIn;
    }

    public void Dispose()
    {
        if (IsGone)
            return;
        IsGone = true;
        _root.Dispose();
        Filter.Dispose();
        _socket.Dispose();
        _context.Dispose();
        Listener?.NotifyGone();
    }

    private void MarkUnreachable()
    {
        while (UnreachablePeers.TryTake(File, out IPEndPoint? peer))
        {
            if (peer is not null)
                _connections.Find(connection => connection.RemoteEndPoint.Equals(peer))?.MarkUnreachable();
        }
        HasErrors = false;
    }

    private long ServeConnections(long now)
    {
        long due = long.MaxValue;
        for (int i = _connections.Count - 1; i >= 0; i--)
        {
            OpenSslConnection connection = _connections[i];
            connection.Serve(now);
            if (connection.IsGone)
            {
                _connections.RemoveAt(i);
                if (Listener is null)
                    Dispose();
            }
            due = Math.Min(due, connection.DueAt);
        }
        return due;
    }
}
