using Bench.Core;
using Bench.Streaming;

namespace Bench.Fleet;

/// <summary>The part of a run on a node that speaks with the caller; the measuring is that of any run.</summary>
public sealed class FleetMember : IRunProgress, IAsyncDisposable
{
    private static readonly TimeSpan s_betweenProgress = TimeSpan.FromSeconds(1);

    /// <summary>Within that which an engine leaves to a container.</summary>
    private static readonly TimeSpan s_leaving = TimeSpan.FromSeconds(5);

    private readonly MemberSettings _settings;
    private readonly IResultChannel _channel;
    private readonly LogChannel _log;
    private readonly RowSender _rows;
    private readonly NodeLock _lock;
    private readonly CancellationToken _stop;
    private long _nextProgress;

    private FleetMember(MemberSettings settings, string folder, IResultChannel channel, LogChannel log, NodeLock held, CancellationToken stop)
    {
        (_settings, Folder, _channel, _log, _lock, _stop) = (settings, folder, channel, log, held, stop);
        _rows = new RowSender(settings, folder, channel, log, sendsRows: settings.Volume is null);
    }

    /// <summary>Where the run is to be written.</summary>
    public string Folder { get; }

    /// <summary>Whether a run that goes on is there already.</summary>
    public bool Resumes => _settings.Earlier is not null;

    /// <summary>Says that the node is there, and waits until nobody else measures on it.</summary>
    /// <param name="results">Where runs are written, unless the settings name a shared folder.</param>
    /// <param name="image">Id of the image that this process runs in; null outside of one.</param>
    /// <param name="output">The log.</param>
    /// <exception cref="UsageException">This node is not to measure; the caller has been told why.</exception>
    public static async Task<FleetMember> BeginAsync(MemberSettings settings, string results, string? image, TextWriter output, CancellationToken ct)
    {
        LogChannel log = new(output);
        FleetLine begin = new FleetLine.Begin(settings.Node, settings.Attempt, settings.NodeName, RealtimeClock.UnixNanoseconds(), image ?? "");
        await log.SendAsync(begin, ct);
        IResultChannel channel = await ChannelAsync(settings, log, ct);
        try
        {
            if (channel != log)
                await channel.SendAsync(begin, ct);
            if (settings.Image is string expected && expected != image)
                throw new UsageException($"the image of this name on node {settings.NodeName} is {Shown(image)}, not {Shown(expected)}: load the same one on all nodes");
            NodeLock held = await NodeLock.TakeAsync(async () => await SendAsync(new FleetLine.Progress(settings.Node, settings.Attempt, "waiting", 0, 0, null, "another suite measures on this node")), ct);
            try
            {
                string folder = settings.Volume is string volume ? MemberSettings.FolderIn(volume, settings.Fleet, settings.Node, settings.Attempt) : Path.Combine(results, settings.Node);
                FleetMember member = new(settings, folder, channel, log, held, ct);
                if (settings.Earlier is string parts)
                {
                    EarlierRun.Unpack(parts, folder);
                    member._rows.SkipWhatIsThere();
                }
                return member;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (UsageException e)
        {
            await SendAsync(new FleetLine.Fault(settings.Node, settings.Attempt, e.Message));
            await channel.DisposeAsync();
            throw;
        }

        async Task SendAsync(FleetLine line)
        {
            if (!await channel.SendAsync(line, ct))
                await log.SendAsync(line, ct);
        }
    }

    /// <summary>Sends the rows that have been written since the last call. To be called between two measurements.</summary>
    public void Written() => Wait(_rows.SendAsync(_stop));

    /// <summary>Sends the rest, and the digest of all of it.</summary>
    public Task EndAsync(int exitCode) => _rows.EndAsync(exitCode, _stop);

    /// <summary>Leaves to the log what the caller may not have, because this process is told to end.</summary>
    public async Task LeaveAsync()
    {
        using CancellationTokenSource limit = new(s_leaving);
        await _rows.KeepAsync(limit.Token);
    }

    /// <summary>Tells the caller that this node cannot measure, or not any more.</summary>
    public async Task FailAsync(string why)
    {
        // Before the word that ends it: who hears that waits for nothing else.
        await _rows.KeepAsync(_stop);
        FleetLine fault = new FleetLine.Fault(_settings.Node, _settings.Attempt, why);
        await _log.SendAsync(fault, _stop);
        if (_channel != _log)
            await _channel.SendAsync(fault, _stop);
    }

    public void Preparing(int done, int total, string what) => Show("building", done, total, null, what);

    public void Measuring(int done, int total, WorkItem item, TimeSpan? remaining) => Show("measuring", done, total, remaining, item.Case.Id.ToString());

    public void Noted(string text)
    {
        // Stands in the run.
    }

    public void Ended(Outcome outcome)
    {
        // Stands in the run.
    }

    public async ValueTask DisposeAsync()
    {
        _lock.Dispose();
        await _channel.DisposeAsync();
    }

    private static async Task<IResultChannel> ChannelAsync(MemberSettings settings, LogChannel log, CancellationToken ct)
    {
        if (settings.Caller is null)
            return log;
        try
        {
            return await StreamChannel.ConnectAsync(settings, ct);
        }
        catch (StreamClosedException e)
        {
            // The log reaches the caller wherever the swarm does.
            await Console.Error.WriteLineAsync($"bench: results go into the log, because the caller cannot be reached: {e.Message}");
            return log;
        }
    }

    private static string Shown(string? image) => image is null ? "no image of ./bench image build" : image[..Math.Min(image.Length, 19)];

    private void Show(string stage, int done, int total, TimeSpan? remaining, string what)
    {
        if (Environment.TickCount64 < _nextProgress)
            return;
        _nextProgress = Environment.TickCount64 + (long)s_betweenProgress.TotalMilliseconds;
        Wait(ShowAsync(new FleetLine.Progress(_settings.Node, _settings.Attempt, stage, done, total, remaining, what)));
    }

    /// <summary>By the log where the channel does not take it: a node that says nothing is given up.</summary>
    private async Task ShowAsync(FleetLine line)
    {
        if (!await _channel.SendAsync(line, _stop))
            await _log.SendAsync(line, _stop);
    }

    /// <summary>The runner asks between two measurements, where nothing else is to happen: each of these is bounded in time.</summary>
    private void Wait(Task sending)
    {
        try
        {
            sending.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The runner sees it too, and ends in order.
        }
    }
}
