namespace Bench.Streaming;

/// <summary>The connection to a downstream zipper: made in the background, made again when lost; what comes meanwhile is dropped and counted.</summary>
internal sealed class DownstreamLink : IAsyncDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(500);
    private readonly StreamClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _starting;
    private long _dropped;

    internal DownstreamLink(string ownName, Downstream target, ZipperOptions options)
    {
        LinkOptions link = new()
        {
            Name = ownName,
            Transport = options.Transports[0],
            Credential = target.Credential,
            Trust = target.Pin is null ? options.DownstreamTrust : new ServerTrust.Pinned(target.Pin),
            Frames = options.Frames,
            Log = text => options.Log?.Invoke($"downstream '{target.Name}': {text}"),
        };
        _client = new StreamClient(target.Address, link, ClientKind.Upstream, null, StreamStage.ZipperOut, OnBatchAsync, isBrief: true);
        _starting = StartAsync(link);
    }

    /// <summary>Messages that found no connection, or no room.</summary>
    internal long Dropped => Volatile.Read(ref _dropped) + _client.Unsent;

    internal bool TrySend(ReadOnlySpan<byte> frame, HashSet<FrameSender> touched)
    {
        try
        {
            if (_client.Current is FrameConnection connection && connection.Sender.TryAppend(frame))
            {
                touched.Add(connection.Sender);
                return true;
            }
        }
        catch (StreamClosedException)
        {
            // Lost just now; counted below.
        }
        Interlocked.Increment(ref _dropped);
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _starting;
        await _client.DisposeAsync();
    }

    // A downstream zipper may well be started later than this one.
    private async Task StartAsync(LinkOptions link)
    {
        bool told = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _client.StartAsync(_stop.Token);
                link.Log?.Invoke("connected");
                return;
            }
            catch (StreamClosedException e)
            {
                if (!told)
                    link.Log?.Invoke($"{e.Message}; trying again");
                told = true;
                await Task.Delay(s_retry, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static ValueTask OnBatchAsync(FrameConnection connection, CancellationToken ct)
    {
        while (connection.TryTake(out ReadOnlyMemory<byte> frame, out int body))
            RunningFrames.IsData(frame.Span, body);
        return ValueTask.CompletedTask;
    }

    private sealed record LinkOptions : StreamClientOptions;
}
