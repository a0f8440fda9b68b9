using System.Net;
using System.Net.Sockets;

namespace Bench.Streaming;

/// <summary>
/// Takes messages from sources and functions and hands each to every later function of the workflow that observes its tag,
/// to the instance with the shortest queue; and what its own clients sent to all downstream zippers. What came from an
/// upstream zipper is never sent on downstream, so that zippers may be each other's downstream without a loop.
/// </summary>
/// <remarks>Routing as YoMo 1.6 does it (core/router.go, core/server.go); an instance there is chosen at random.</remarks>
public sealed partial class Zipper : IAsyncDisposable
{
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(3), s_closing = TimeSpan.FromSeconds(2);

    private readonly Workflow _workflow;
    private readonly ZipperOptions _options;
    private readonly Dictionary<string, int> _positions;
    private readonly List<IStreamListener> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly HashSet<Task> _serving = [];
    private readonly List<DownstreamLink> _downstream = [];
    private readonly CancellationTokenSource _stopAccepting = new(), _stopSources = new(), _stop = new();
    private readonly Lock _lock = new();
    private ZipperPeer[][] _routes;
    private readonly List<ZipperPeer> _peers = [];
    private readonly ZipperCounters _counters = new();

    private Zipper(Workflow workflow, ZipperOptions options)
    {
        (_workflow, _options) = (workflow, options);
        _positions = workflow.Functions.Select(static (function, position) => (function.Name, position)).ToDictionary();
        _routes = [.. workflow.Functions.Select(static _ => Array.Empty<ZipperPeer>())];
        _metrics = new ZipperMetrics(this);
    }

    /// <summary>One for each transport, in the options' order.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _listeners.Select(static one => one.LocalEndPoint)];

    public string Name => _workflow.Name;

    /// <exception cref="StreamClosedException">The port is in use, the host is not of this machine, or a transport is not supported here.</exception>
    public static async Task<Zipper> StartAsync(Workflow workflow, ZipperOptions options, CancellationToken ct)
    {
        Zipper zipper = new(workflow, options);
        try
        {
            await zipper.ListenAsync(ct);
            foreach (Downstream one in workflow.Downstream)
                zipper._downstream.Add(new DownstreamLink(workflow.Name, one, options));
            return zipper;
        }
        catch
        {
            await zipper.DisposeAsync();
            throw;
        }
    }

    public ZipperStatistics Statistics()
    {
        lock (_lock)
            return _counters.With([.. _peers.Select(static peer => peer.Statistics())], _downstream.Sum(static one => one.Dropped));
    }

    /// <summary>
    /// Takes nobody new, reads no more from sources, lets functions finish what is under way for at most <paramref name="drain"/>,
    /// then closes everybody with a reason.
    /// </summary>
    public async Task StopAsync(TimeSpan drain)
    {
        await _stopAccepting.CancelAsync();
        foreach (IStreamListener listener in _listeners)
            await listener.DisposeAsync();
        await _stopSources.CancelAsync();
        await DrainAsync(drain);
        using CancellationTokenSource limit = new(s_closing);
        await Task.WhenAll(Snapshot().Select(peer => peer.Frames.CloseAsync(CloseReason.ShuttingDown, limit.Token).AsTask()));
        await Task.WhenAll(_downstream.Select(static one => one.DisposeAsync().AsTask()));
        await _stop.CancelAsync();
        await Task.WhenAll(_accepting);
        await Task.WhenAll(Serving());
        _metrics.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
            await StopAsync(TimeSpan.Zero);
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        int port = _workflow.Port;
        IPAddress address = await AddressAsync(ct);
        foreach (string id in _options.Transports)
        {
            ListenOptions listen = new()
            {
                EndPoint = new IPEndPoint(address, port),
                ReadersNeverBlock = true,
                Certificate = _options.Certificate ?? DevelopmentCertificate.LoadOrCreate(DevelopmentCertificate.DefaultFolder, DateTimeOffset.UtcNow),
                Refused = text =>
                {
                    Interlocked.Increment(ref _counters.Refused);
                    _options.Log?.Invoke($"refused {text}");
                },
            };
            IStreamListener listener = await StreamTransports.Get(id).ListenAsync(listen, ct);
            _listeners.Add(listener);
            port = listener.LocalEndPoint.Port;
            _accepting.Add(AcceptAsync(listener));
        }
    }

    private async Task<IPAddress> AddressAsync(CancellationToken ct)
    {
        try
        {
            IPAddress[] all = await Dns.GetHostAddressesAsync(_workflow.Host, ct);
            return all.FirstOrDefault(static one => one.AddressFamily == AddressFamily.InterNetwork) ?? all[0];
        }
        catch (SocketException e)
        {
            throw new StreamClosedException(CloseReason.Lost(e.Message), $"cannot listen on '{_workflow.Host}': {e.Message}", e);
        }
    }

    private async Task AcceptAsync(IStreamListener listener)
    {
        try
        {
            while (true)
            {
                StreamConnection connection = await listener.AcceptAsync(_stopAccepting.Token);
                Task serving = ServeAsync(connection);
                lock (_lock)
                    _serving.Add(serving);
                _ = serving.ContinueWith(Served, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or StreamClosedException)
        {
            // No more clients.
        }
    }

    private void Served(Task serving)
    {
        lock (_lock)
            _serving.Remove(serving);
    }

    private Task[] Serving()
    {
        lock (_lock)
            return [.. _serving];
    }

    private ZipperPeer[] Snapshot()
    {
        lock (_lock)
            return [.. _peers];
    }

    // Drained when nobody has anything queued, and no function has answered for a while.
    private async Task DrainAsync(TimeSpan limit)
    {
        TimeSpan quiet = TimeSpan.FromMilliseconds(100), step = TimeSpan.FromMilliseconds(10), waited = TimeSpan.Zero, still = TimeSpan.Zero;
        long before = -1;
        while (waited < limit && still < quiet)
        {
            ZipperPeer[] peers = Snapshot();
            long now = peers.Sum(static peer => peer.FramesIn);
            still = now == before && peers.All(static peer => peer.Frames.Sender.QueuedBytes == 0) ? still + step : TimeSpan.Zero;
            before = now;
            await Task.Delay(step);
            waited += step;
        }
    }
}
