using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>Follows the services of a fleet until every node has ended; keeps fleet.json true meanwhile.</summary>
internal sealed class FleetWatch : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private const int LongestError = 300;

    private readonly SwarmManager _swarm;
    private readonly string _folder;
    private readonly FleetPatience _patience;
    private readonly IFleetProgress _progress;
    private readonly DateTimeOffset _orderedAt = Now();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeIntake> _intakes;
    private readonly Dictionary<string, NodeJudge> _judges;
    private readonly List<Task> _logs = [];
    private readonly WatchClock _clock = new(TimeProvider.System);
    private readonly bool _hasOrdered;
    private Task _readingAgain = Task.CompletedTask;
    private TimeSpan? _managerGoneSince;
    private UsageException? _fault;
    private Task<string>? _imageAdvice;

    internal FleetWatch(SwarmManager swarm, string folder, FleetRecord fleet, FleetPatience patience, IFleetProgress progress)
    {
        (_swarm, _folder, Fleet, _patience, _progress) = (swarm, folder, fleet, patience, progress);
        _hasOrdered = fleet.Services.Count == 0;
        _intakes = fleet.Nodes.Where(static node => !FleetCall.HasEnded(node)).ToDictionary(static node => node.Id, node => new NodeIntake(node, FleetFolder.NodeFolder(folder, node)));
        _judges = _intakes.ToDictionary(static pair => pair.Key, pair => new NodeJudge(pair.Value, patience));
    }

    internal FleetRecord Fleet { get; private set; }

    internal void Save() => Change(static fleet => fleet);

    /// <summary>Where the nodes find the caller; kept for one that comes after it. Null where results come another way.</summary>
    internal ResultReceiver? Receiver
    {
        get;
        set
        {
            field = value;
            Change(fleet => fleet with { Address = value?.Address, Secret = value?.Secret });
        }
    }

    internal void Made(string config) => Change(fleet => fleet with { Configs = [.. fleet.Configs, config] });

    internal void Ordered(string service) => Change(fleet => fleet with { Services = [.. fleet.Services, service] });

    internal FleetRecord Removed() => Change(static fleet => fleet with { Services = [], Configs = [], Secret = null });

    /// <summary>Takes a line, whichever way it came.</summary>
    internal FleetLine.Receipt? Take(FleetLine line)
    {
        // A single thread writes a file and knows how far it is.
        lock (_gate)
        {
            if (!_intakes.TryGetValue(line.Node, out NodeIntake? intake))
                return null;
            bool begins = intake.Begun is null;
            FleetLine.Receipt? receipt;
            try
            {
                receipt = intake.Take(line, Now());
            }
            catch (UsageException e)
            {
                _fault ??= e;   // thrown to whoever waits for the end: a message has nobody
                return null;
            }
            if (begins && intake.Begun is FleetLine.Begin begin && _hasOrdered && FleetCall.ClockNote(begin, Now()) is string note)
                Fleet = Fleet with { Notes = [.. Fleet.Notes, note] };
            return receipt;
        }
    }

    /// <exception cref="UsageException">The manager has gone, or the disk is full.</exception>
    internal async Task<FleetRecord> UntilEndedAsync(CancellationToken ct)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        foreach (string service in Fleet.Services)
            _logs.Add(FollowAsync(service, ended.Token));
        try
        {
            while (!await LookAsync(ct))
            {
                if (_fault is not null)
                    throw _fault;
                ReadAgain(ended.Token);
                await Task.Delay(s_look, ct);
            }
            return Fleet;
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll([.. _logs, _readingAgain]).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            Save();
        }
    }

    public void Dispose()
    {
        foreach (NodeIntake intake in _intakes.Values)
            intake.Dispose();
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    /// <summary>Lines of nodes change the record, too, on threads of their own.</summary>
    private FleetRecord Change(Func<FleetRecord, FleetRecord> change)
    {
        lock (_gate)
        {
            Fleet = change(Fleet);
            FleetFolder.Write(_folder, Fleet);
            return Fleet;
        }
    }

    private async Task<bool> LookAsync(CancellationToken ct)
    {
        IReadOnlyList<SwarmNode> nodes;
        List<SwarmTask> tasks = [];
        try
        {
            nodes = await _swarm.NodesAsync(ct);
            foreach (string service in Fleet.Services)
                tasks.AddRange(await TasksAsync(service, ct));
            _managerGoneSince = null;
        }
        catch (DockerException e)
        {
            TimeSpan watched = _clock.Look();
            _managerGoneSince ??= watched;
            if (watched - _managerGoneSince < _patience.Manager)
                return false;
            throw new UsageException($"the manager of the swarm does not answer: {e.Message}; what its nodes measure is kept there: ./bench fleet collect fetches it when the manager is back", e);
        }
        Dictionary<string, SwarmTask> latest = tasks.GroupBy(static task => task.NodeId).ToDictionary(static group => group.Key, static group => group.MaxBy(static task => task.CreatedAt)!);
        // At once: by the end of the others, whoever serves the image may have been stopped.
        if (latest.Values.Any(ImageTrouble.IsOf))
            _imageAdvice ??= ImageTrouble.AdviceAsync(_swarm, Fleet.Image, ct);
        return Judge(nodes, latest, _clock.Look());
    }

    /// <returns>None of a service that somebody has removed.</returns>
    private async Task<IReadOnlyList<SwarmTask>> TasksAsync(string service, CancellationToken ct)
    {
        try
        {
            return await _swarm.TasksAsync(service, ct);
        }
        catch (DockerException e) when (e.IsNotFound)
        {
            return [];
        }
    }

    private bool Judge(IReadOnlyList<SwarmNode> nodes, Dictionary<string, SwarmTask> tasks, TimeSpan watched)
    {
        lock (_gate)
        {
            // What cannot be written here is no fault of a node: judged by it, its service would be removed, and with it the log.
            if (_fault is not null)
                return false;
            bool changed = false;
            foreach ((string id, NodeIntake intake) in _intakes)
            {
                // One that was lost may come back and send all of it while the others measure.
                if (intake.Record.State == FleetNodeState.Done || (FleetCall.HasEnded(intake.Record) && !intake.IsComplete))
                    continue;
                SwarmTask? task = tasks.GetValueOrDefault(id);
                if (task is not null && ImageTrouble.IsOf(task))
                {
                    if (_imageAdvice is not { IsCompletedSuccessfully: true })
                        continue;
                    task = task with { Error = $"{task.Error}: {_imageAdvice.Result}" };
                }
                if (Fleet.Results == ResultsWay.Volume)
                    TakeFromVolume(intake);
                FleetNode before = intake.Record;
                if (intake.HeardAt is DateTimeOffset heard && before.State == FleetNodeState.Waiting)
                    intake.Record = intake.Record with { State = FleetNodeState.Running, PreparingSeconds = SinceOrder(heard) };
                if (_judges[id].Judge(nodes.FirstOrDefault(node => node.Id == id), task, Now(), watched) is { } end)
                    intake.Record = intake.Record with { State = end.State, Cause = end.Cause, Seconds = end.State == FleetNodeState.Done ? SinceOrder(Now()) : null };
                changed |= intake.Record != before;
            }
            if (changed)
            {
                Fleet = Fleet with { Nodes = [.. Fleet.Nodes.Select(node => _intakes.TryGetValue(node.Id, out NodeIntake? intake) ? intake.Record : node)] };
                Save();
            }
            _progress.Show([.. Fleet.Nodes.Select(node => View(node, tasks.GetValueOrDefault(node.Id)))]);
            return Fleet.Nodes.All(FleetCall.HasEnded);
        }
    }

    /// <returns>Null where another process has ordered.</returns>
    private double? SinceOrder(DateTimeOffset moment) => _hasOrdered ? (moment - _orderedAt).TotalSeconds : null;

    private NodeView View(FleetNode node, SwarmTask? task)
    {
        NodeIntake? intake = _intakes.GetValueOrDefault(node.Id);
        FleetLine.Progress? at = intake?.Progress;
        string stage = FleetCall.HasEnded(node) ? node.State.ToString().ToLowerInvariant() : at?.Stage ?? task?.State ?? "ordered";
        return new NodeView(node, stage, at?.Done ?? 0, at?.Total ?? 0, FleetCall.HasEnded(node) ? null : at?.Remaining, at?.What ?? "", intake?.Bytes ?? 0);
    }

    /// <summary>Where nodes write into a folder that is here too, its growth stands for the rows.</summary>
    private void TakeFromVolume(NodeIntake intake)
    {
        string file = RunFolder.RunFile(MemberSettings.FolderIn(Fleet.Volume!, Fleet.Id, intake.Record.Id, intake.Record.Attempt));
        if (!File.Exists(file))
            return;
        try
        {
            using FileStream run = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] piece = new byte[FleetLine.MostBytes];
            run.Position = Math.Min(intake.Bytes, run.Length);
            for (int read; (read = run.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false)) > 0;)
                intake.Take(new FleetLine.Rows(intake.Record.Id, intake.Record.Attempt, run.Position - read, piece.AsMemory(0, read).ToArray()), Now());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file system of the network may be away for a while: the next look reads on.
        }
    }

    private async Task FollowAsync(string service, CancellationToken ct)
    {
        try
        {
            while (!await ReadAsync(service, follow: true, ct))
                await Task.Delay(s_look, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // All have ended, or the caller has.
        }
    }

    /// <summary>In the background: a long log takes its time, in which nodes are looked at.</summary>
    private void ReadAgain(CancellationToken ct)
    {
        if (!_readingAgain.IsCompleted)
            return;
        NodeJudge[] wanting;
        lock (_gate)
            wanting = [.. _intakes.Where(static pair => !FleetCall.HasEnded(pair.Value.Record)).Select(pair => _judges[pair.Key]).Where(static judge => judge.WantsLogAgain)];
        if (wanting.Length > 0)
            _readingAgain = ReadAgainAsync(wanting, ct);
    }

    private async Task ReadAgainAsync(IReadOnlyList<NodeJudge> wanting, CancellationToken ct)
    {
        foreach (string service in Fleet.Services)
            if (!await ReadAsync(service, follow: false, ct))
                return;
        lock (_gate)
            foreach (NodeJudge judge in wanting)
                judge.LogIsRead();
    }

    /// <returns>False where it broke off. Whether the manager has gone for good is seen by whoever looks at the tasks.</returns>
    private async Task<bool> ReadAsync(string service, bool follow, CancellationToken ct)
    {
        try
        {
            await foreach (ServiceLogLine line in _swarm.LogsAsync(service, follow, ct))
                Take(line);
            return true;
        }
        catch (DockerException e)
        {
            return e.IsNotFound;
        }
    }

    private void Take(ServiceLogLine line)
    {
        if (FleetLine.TryParse(line.Text, out FleetLine? said))
        {
            Take(said);
            return;
        }
        if (!line.IsError || line.Text.Trim().Length == 0)
            return;
        lock (_gate)
            if (_intakes.TryGetValue(line.NodeId, out NodeIntake? intake))
                intake.LastError = line.Text.Length <= LongestError ? line.Text.Trim() : line.Text[..LongestError];
    }
}
