using Bench.Core;

namespace Bench.Fleet;

/// <summary>Decides from all that is known of a node whether it is still at work.</summary>
/// <remarks>Its moments are those of the caller's own clock: nothing here compares clocks of two machines.</remarks>
internal sealed class NodeJudge(NodeIntake intake, FleetPatience patience, DateTimeOffset orderedAt)
{
    private const int NothingMeasured = 3;

    private DateTimeOffset? _downSince;
    private DateTimeOffset? _endedSince;
    private DateTimeOffset _lastWord = orderedAt;
    private long _bytes = -1;
    private FleetLine.Progress? _progress;

    /// <summary>Whether lines that the engine keeps should be asked for once more: the container has ended well and something is missing.</summary>
    internal bool WantsLogAgain { get; private set; }

    /// <param name="node">Null where the swarm does not know it any more.</param>
    /// <param name="task">Null where the engine has not made one.</param>
    /// <returns>The end of it; null while there is something to wait for.</returns>
    internal (FleetNodeState State, string? Cause)? Judge(SwarmNode? node, SwarmTask? task, DateTimeOffset now)
    {
        if (intake.IsComplete)
            return intake.Ended!.ExitCode == NothingMeasured ? (FleetNodeState.Failed, "none of its cases could be measured: its run says why") : (FleetNodeState.Done, null);
        if (intake.Fault is string fault)
            return (FleetNodeState.Failed, fault);
        if (intake.Bytes != _bytes || intake.Progress != _progress)
            (_bytes, _progress, _lastWord) = (intake.Bytes, intake.Progress, now);
        return Lost(node, now) ?? Ended(task, now) ?? Silent(task, now);
    }

    private (FleetNodeState, string?)? Lost(SwarmNode? node, DateTimeOffset now)
    {
        if (node is { State: NodeState.Ready })
        {
            _downSince = null;
            return null;
        }
        _downSince ??= now;
        return now - _downSince < patience.Down ? null
            : (FleetNodeState.Lost, node is null ? "the swarm does not know it any more" : $"the swarm has not heard of it since {_downSince.Value.UtcDateTime:HH:mm:ss} UTC");
    }

    private (FleetNodeState, string?)? Ended(SwarmTask? task, DateTimeOffset now)
    {
        if (task is not { HasEnded: true })
            return null;
        _endedSince ??= now;
        bool well = task.State == "complete";
        // Lines of a container that has ended may still be under way.
        TimeSpan waited = now - _endedSince.Value;
        if (waited < (well ? 2 : 1) * patience.Lines)
        {
            WantsLogAgain = well && waited >= patience.Lines;
            return null;
        }
        string said = intake.LastError.Length > 0 ? intake.LastError : task.Error ?? task.Message ?? "";
        return (FleetNodeState.Failed, well
            ? $"its container ended well, but of its run only {intake.Bytes} bytes came{(intake.Ended is FleetLine.Ended end ? $" of {end.Length}" : "")}"
            : $"{(task.ExitCode is int code ? $"its container ended with {code}" : $"its task was {task.State}")}{(said.Length > 0 ? $": {said}" : "")}");
    }

    private (FleetNodeState, string?)? Silent(SwarmTask? task, DateTimeOffset now) => now - _lastWord < patience.Silence ? null
        : (FleetNodeState.Failed, $"nothing was heard of it for {patience.Silence.TotalMinutes:0.#} minutes{(task is null ? "; the swarm has not given it the task" : $"; its task is {task.State}{(task.Message is { Length: > 0 } message ? $": {message}" : "")}")}");
}
