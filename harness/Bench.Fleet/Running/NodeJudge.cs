using Bench.Core;

namespace Bench.Fleet;

/// <summary>Decides from all that is known of a node whether it is still at work.</summary>
/// <remarks>Nothing here compares clocks of two machines, and nobody's patience ends while the caller sleeps.</remarks>
internal sealed class NodeJudge(NodeIntake intake, FleetPatience patience)
{
    private const int NothingMeasured = 3;
    private const string Preparing = "preparing";

    private DateTimeOffset _downAt;
    private TimeSpan? _downSince, _endedSince, _untaskedSince;
    private TimeSpan _lastWord, _lastRows;
    private long _bytes = -1;
    private FleetLine.Progress? _progress;
    private bool _logIsRead;
    private string? _state;

    /// <summary>Whether lines that the engine keeps should be asked for once more: the container has ended and something is missing.</summary>
    internal bool WantsLogAgain { get; private set; }

    /// <summary>Says that all lines were read which the engine had when they were wanted.</summary>
    internal void LogIsRead() => _logIsRead = true;

    /// <param name="node">Null where the swarm does not know it any more.</param>
    /// <param name="task">Null where the engine has not made one.</param>
    /// <param name="now">By the caller's clock; for messages only.</param>
    /// <param name="watched">How long the caller has been looking, of <see cref="WatchClock"/>.</param>
    /// <returns>The end of it; null while there is something to wait for.</returns>
    internal (FleetNodeState State, string? Cause)? Judge(SwarmNode? node, SwarmTask? task, DateTimeOffset now, TimeSpan watched)
    {
        if (intake.IsComplete)
            return intake.Ended!.ExitCode == NothingMeasured ? (FleetNodeState.Failed, "none of its cases could be measured: its run says why") : (FleetNodeState.Done, null);
        if (intake.Fault is string fault)
            return (FleetNodeState.Failed, fault);
        // The same words said again are words: a node that waits for another suite has no others. That of a task which waits for one is the swarm's.
        if (intake.Bytes != _bytes || !ReferenceEquals(intake.Progress, _progress) || task?.State != _state || task is { State: "pending" })
            (_progress, _state, _lastWord) = (intake.Progress, task?.State, watched);
        if (intake.Bytes != _bytes)
            (_bytes, _lastRows) = (intake.Bytes, watched);
        if (node is not { State: NodeState.Ready })
            return Lost(node, now, watched);
        _downSince = null;
        return Ended(task, watched) ?? Untasked(task, watched) ?? Silent(task, watched);
    }

    private (FleetNodeState, string?)? Lost(SwarmNode? node, DateTimeOffset now, TimeSpan watched)
    {
        if (_downSince is null)
            (_downSince, _downAt) = (watched, now);
        return watched - _downSince < patience.Down ? null
            : (FleetNodeState.Lost, node is null ? "the swarm does not know it any more" : $"the swarm has not heard of it since {_downAt.UtcDateTime:HH:mm:ss} UTC");
    }

    private (FleetNodeState, string?)? Ended(SwarmTask? task, TimeSpan watched)
    {
        if (task is not { HasEnded: true })
            return null;
        _endedSince ??= watched;
        bool ran = task.State != "rejected";
        // Lines of a container that has ended may still be under way. Only rows tell that there are more: the rest of a log comes again and again.
        TimeSpan quiet = watched - (_lastRows > _endedSince ? _lastRows : _endedSince.Value);
        WantsLogAgain = ran && quiet >= patience.Lines;
        if (ran && (quiet < 2 * patience.Lines || !_logIsRead))
            return null;
        string said = intake.LastError.Length > 0 ? intake.LastError : task.Error ?? task.Message ?? "";
        return (FleetNodeState.Failed, task.State == "complete"
            ? $"its container ended well, but of its run only {intake.Bytes} bytes came{(intake.Ended is FleetLine.Ended end ? $" of {end.Length}" : "")}"
            : $"{(task.ExitCode is int code ? $"its container ended with {code}" : $"its task was {task.State}")}{(said.Length > 0 ? $": {said}" : "")}");
    }

    private (FleetNodeState, string?)? Untasked(SwarmTask? task, TimeSpan watched)
    {
        _untaskedSince = task is null ? _untaskedSince ?? watched : null;
        return watched - _untaskedSince >= patience.Task
            ? (FleetNodeState.Failed, "the swarm has no task for it: it took no work when the suite was ordered, or somebody has removed the order")
            : null;
    }

    private (FleetNodeState, string?)? Silent(SwarmTask? task, TimeSpan watched)
    {
        TimeSpan most = task?.State == Preparing ? patience.Pull : patience.Silence;
        return watched - _lastWord < most ? null
            : (FleetNodeState.Failed, $"nothing was heard of it for {most.TotalMinutes:0.#} minutes{(task is null ? "" : $"; its task is {task.State}{(task.Message is { Length: > 0 } message ? $": {message}" : "")}")}");
    }
}
