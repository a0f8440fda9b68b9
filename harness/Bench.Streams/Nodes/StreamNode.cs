using Bench.Core;

namespace Bench.Streams;

/// <summary>One node of a stream: a process of the bench tool, from its start until it has said what it counted.</summary>
internal sealed class StreamNode : IAsyncDisposable
{
    /// <summary>Of exit codes: wrong usage, and nothing could be done here.</summary>
    private const int RefusedUsage = 2, RefusedMachine = 3;
    private const int LinesOfStderr = 20;
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10), s_lastLines = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<NodeEvent> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BackgroundProcess _process;
    private readonly string _log;
    private volatile NodeEvent? _end;

    private StreamNode(string name, Command command, string log)
    {
        (Name, _log) = (name, log);
        _process = BackgroundProcess.Start(command, log, Take);
    }

    /// <summary>As in rows: zipper, source, sink, function-1.</summary>
    internal string Name { get; }

    internal Task<ExitStatus> Exited => _process.Exited;

    /// <summary>Null once it has ended.</summary>
    internal TreeUsage? Look() => _process.Look();

    /// <exception cref="NodeFaultException">It cannot be started.</exception>
    internal static StreamNode Start(string name, Command command, string folder)
    {
        try
        {
            return new StreamNode(name, command, Path.Combine(folder, $"{name}.log"));
        }
        catch (IOException e)
        {
            throw new NodeFaultException(FailureCause.Launch, $"{name}: {e.Message}");
        }
    }

    /// <exception cref="NodeFaultException">It ended instead, or said nothing for too long.</exception>
    internal async Task<NodeEvent> ReadyAsync(TimeSpan timeout, CancellationToken ct)
    {
        Task first = await Within(Task.WhenAny(_ready.Task, Exited), timeout, "not ready", ct);
        return first == _ready.Task || _ready.Task.IsCompleted ? await _ready.Task : throw await FaultAsync(await Exited);
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <exception cref="NodeFaultException">It failed, or takes too long.</exception>
    internal async Task<NodeEvent> EndedAsync(TimeSpan timeout, CancellationToken ct)
    {
        ExitStatus status = await Within(Exited, timeout, "not finished", ct);
        await Within(_process.OutputEnded, s_lastLines, "kept its output open", ct);
        if (status is not ExitStatus.Exited { Code: 0 })
            throw await FaultAsync(status);
        return _end ?? throw new NodeFaultException(FailureCause.Protocol, $"{Name} ended without saying what it had counted", await TailAsync());
    }

    /// <summary>Asks it to end.</summary>
    /// <exception cref="NodeFaultException">It had to be killed, or failed.</exception>
    internal async Task<NodeEvent> EndAsync(CancellationToken ct) =>
        await _process.EndAsync(s_grace) ? await EndedAsync(s_grace, ct)
            : throw new NodeFaultException(FailureCause.Timeout, $"{Name} did not end within {s_grace.TotalSeconds:0} s of being asked to", await TailAsync());

    /// <summary>What went wrong with a node that has ended before it should.</summary>
    internal async Task<NodeFaultException> FaultAsync(ExitStatus status)
    {
        string tail = await TailAsync();
        string said = tail.Split('\n').LastOrDefault(static line => line.Length > 0) ?? "";
        said = said.StartsWith("bench: ", StringComparison.Ordinal) ? said[7..] : said;
        return status is ExitStatus.Exited { Code: RefusedUsage or RefusedMachine } && !_ready.Task.IsCompleted
            ? new NodeFaultException(FailureCause.Launch, said.Length > 0 ? said : $"{Name} refused to start", tail, refused: true)
            : new NodeFaultException(status is ExitStatus.Signalled ? FailureCause.Killed : FailureCause.ExitCode, $"{Name} ended too early ({status.Describe()}){(said.Length > 0 ? $": {said}" : "")}", tail);
    }

    /// <summary>Kills it with its tree if it has not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
            await _process.KillAsync();
    }

    private void Take(string? line)
    {
        if (line is null || NodeEvent.Parse(line) is not NodeEvent seen)
            return;
        if (seen.Name == "ready")
            _ready.TrySetResult(seen);
        else if (seen.Name == "end")
            _end = seen;
    }

    private async Task<string> TailAsync()
    {
        try
        {
            BoundedTail tail = new(1 << 13);
            tail.Append(await File.ReadAllBytesAsync(_log));
            return string.Join('\n', tail.ToString().Split('\n').TakeLast(LinesOfStderr));
        }
        catch (IOException e)
        {
            return $"(its log cannot be read: {e.Message})";
        }
    }

    private async Task<T> Within<T>(Task<T> task, TimeSpan timeout, string what, CancellationToken ct)
    {
        await Within((Task)task, timeout, what, ct);
        return await task;
    }

    private async Task Within(Task task, TimeSpan timeout, string what, CancellationToken ct)
    {
        try
        {
            await task.WaitAsync(timeout, ct);
        }
        catch (TimeoutException)
        {
            throw new NodeFaultException(FailureCause.Timeout, $"{Name}: {what} after {timeout.TotalSeconds:0.#} s", await TailAsync());
        }
    }
}
