using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bench.Streaming;

/// <summary>
/// The thread that makes all calls of OpenSSL for its sockets: one socket of a listener, or those of all client connections. Users'
/// threads leave their bytes in the connections' rings, post the connection, and wake the loop when it sleeps.
/// </summary>
internal sealed unsafe class QuicLoop
{
    private static readonly Lazy<QuicLoop> s_clients = new(static () => new QuicLoop("quic clients"));

    private readonly ConcurrentQueue<OpenSslConnection> _posted = new();
    private readonly ConcurrentQueue<Action> _errands = new();
    private readonly List<QuicPort> _ports = [];
    private readonly WakeEvent _wake = new();
    private LibC.PollEntry[] _entries = GC.AllocateArray<LibC.PollEntry>(8, pinned: true);
    private volatile bool _parked;
    private int _woken;
    private bool _ends;

    public QuicLoop(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    public static QuicLoop Clients => s_clients.Value;

    /// <summary>Runs on the loop's thread, before the next turn; must not throw.</summary>
    public void Post(Action errand)
    {
        _errands.Enqueue(errand);
        Wake();
    }

    /// <summary>Has the connection pumped; once, however often it is posted until then.</summary>
    public void Post(OpenSslConnection connection)
    {
        if (!connection.MarkPosted())
            return;
        _posted.Enqueue(connection);
        Wake();
    }

    /// <summary>On the loop's thread, as <see cref="EndWhenEmpty"/>.</summary>
    public void Add(QuicPort port) => _ports.Add(port);

    /// <summary>Lets the thread end after the last of its ports.</summary>
    public void EndWhenEmpty() => _ends = true;

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (_parked && Interlocked.Exchange(ref _woken, 1) == 0)
            _wake.Set();
    }

    private void Run()
    {
        while (!_ends || _ports.Count > 0)
        {
            TakePosted();
            long now = Stopwatch.GetTimestamp();
            for (int i = _ports.Count - 1; i >= 0; i--)
            {
                QuicPort port = _ports[i];
                if (port.IsDirty || port.IsReadable || now >= port.DueAt)
                    port.Serve();
                if (port.IsGone)
                    _ports.RemoveAt(i);
            }
            Park();
        }
    }

    private void TakePosted()
    {
        if (Volatile.Read(ref _woken) != 0)
        {
            _wake.Clear();
            Volatile.Write(ref _woken, 0);
        }
        while (_errands.TryDequeue(out Action? errand))
            errand();
        while (_posted.TryDequeue(out OpenSslConnection? connection))
            connection.TakePost();
    }

    /// <summary>Sleeps until a socket, a timer or a user's thread wants something.</summary>
    private void Park()
    {
        if (_entries.Length < _ports.Count + 1)
            _entries = GC.AllocateArray<LibC.PollEntry>(2 * (_ports.Count + 1), pinned: true);
        _entries[0] = new LibC.PollEntry { File = _wake.File, Events = LibC.PollIn };
        long due = long.MaxValue;
        for (int i = 0; i < _ports.Count; i++)
        {
            _entries[i + 1] = new LibC.PollEntry { File = _ports[i].File, Events = _ports[i].Events };
            due = _ports[i].IsDirty ? 0 : Math.Min(due, _ports[i].DueAt);
        }
        int milliseconds = due == long.MaxValue ? -1 : (int)Math.Clamp(Math.Ceiling(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due).TotalMilliseconds), 0, 60_000);
        _parked = true;
        // Whoever posts after this sees that the loop is parked; whoever posted before is seen here.
        Interlocked.MemoryBarrier();
        if (!_posted.IsEmpty || !_errands.IsEmpty)
            milliseconds = 0;
        fixed (LibC.PollEntry* entries = _entries)
            LibC.poll(entries, (nuint)_ports.Count + 1, milliseconds);
        _parked = false;
        for (int i = 0; i < _ports.Count; i++)
        {
            _ports[i].IsReadable = _entries[i + 1].Occurred != 0;
            _ports[i].HasErrors = (_entries[i + 1].Occurred & LibC.PollError) != 0;
        }
    }
}
