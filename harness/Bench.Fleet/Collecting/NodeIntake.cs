using Bench.Core;

namespace Bench.Fleet;

/// <summary>What the lines of one node have said so far; the file is that of its run folder.</summary>
internal sealed class NodeIntake(FleetNode record, string folder) : IDisposable
{
    private readonly CollectedFile _file = CollectedFile.Open(folder);

    internal string Folder => folder;
    internal FleetNode Record { get; set; } = record;
    internal FleetLine.Begin? Begun { get; private set; }

    /// <summary>When this process first heard of the node, by its own clock.</summary>
    internal DateTimeOffset? HeardAt { get; private set; }
    internal FleetLine.Progress? Progress { get; private set; }
    internal FleetLine.Ended? Ended { get; private set; }
    internal string? Fault { get; private set; }
    internal long Bytes => _file.Length;

    /// <summary>Whether the file is here as the node has it.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>The node's last words on standard error, for a cause where it gave none.</summary>
    internal string LastError { get; set; } = "";

    /// <returns>What the node should be told; null where there is nothing to tell.</returns>
    /// <exception cref="UsageException">The disk is full.</exception>
    internal FleetLine.Receipt? Take(FleetLine line, DateTimeOffset now)
    {
        if (line.Attempt != Record.Attempt)
            return null;
        HeardAt ??= now;
        switch (line)
        {
            case FleetLine.Begin begin:
                Begun = begin;
                return null;
            case FleetLine.Progress progress:
                Progress = progress;
                return null;
            case FleetLine.Rows rows:
                _file.Take(rows.Offset, rows.Bytes);
                if (_file.Contradicted)
                    Fault ??= "rows of another run came under its name";
                break;
            case FleetLine.Ended ended:
                Ended = ended;
                break;
            case FleetLine.Fault fault:
                Fault ??= fault.Text;
                return null;
            default:
                return null;
        }
        // The end may come before the last rows do.
        if (!IsComplete && Ended is FleetLine.Ended end)
            IsComplete = _file.IsComplete(end.Length, end.Sha256);
        return new FleetLine.Receipt(line.Node, line.Attempt, _file.Length, IsComplete);
    }

    public void Dispose() => _file.Dispose();
}
