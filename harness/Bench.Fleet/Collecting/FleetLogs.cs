using Bench.Core;

namespace Bench.Fleet;

/// <summary>Makes a fleet's folder of logs that somebody kept: each node's lines are all that is needed.</summary>
public static class FleetLogs
{
    private const string Begins = "bench-fleet/";

    /// <summary>Takes the lines of all files; what stands before a line, as a time or a name, is passed over.</summary>
    /// <exception cref="UsageException">A file cannot be read, or none has a line of a node; or the folder is that of another fleet.</exception>
    public static FleetRecord Collect(string folder, IReadOnlyList<string> files)
    {
        using IDisposable held = FleetLock.Take(folder);
        if (FleetFolder.IsOne(folder) && FleetFolder.Read(folder).Id.Length > 0)
            throw new UsageException($"{folder} is that of a fleet in a swarm, which ./bench fleet collect {folder} takes from there: name another folder for these logs");
        Dictionary<string, List<FleetLine>> nodes = [];
        foreach (string file in files)
            foreach (FleetLine line in LinesOf(file))
            {
                if (!nodes.TryGetValue(line.Node, out List<FleetLine>? lines))
                    nodes[line.Node] = lines = [];
                lines.Add(line);
            }
        if (nodes.Count == 0)
            throw new UsageException($"no node has said anything in {string.Join(", ", files)}: expected lines that begin with {Begins}");
        FleetNode[] taken = [.. nodes.Select(pair => Take(folder, pair.Key, pair.Value))];
        RunHeader? header = taken.Select(node => FleetFolder.NodeFolder(folder, node)).Where(static run => File.Exists(RunFolder.RunFile(run))).Select(TryRead).OfType<RunRecord>().FirstOrDefault()?.Header;
        FleetLine.Begin? begin = nodes.Values.SelectMany(static lines => lines).OfType<FleetLine.Begin>().FirstOrDefault();
        FleetRecord fleet = new()
        {
            Schema = FleetRecord.CurrentSchema,
            Suite = header?.Options.Suite ?? "unknown",
            Image = begin is { Image.Length: > 0 } ? begin.Image : "unknown",
            StartedAt = header?.StartedAt ?? TimeProvider.System.GetUtcNow(),
            Nodes = taken,
        };
        FleetFolder.Write(folder, fleet);
        return fleet;
    }

    private static FleetNode Take(string folder, string id, IReadOnlyList<FleetLine> lines)
    {
        int attempt = lines.Max(static line => line.Attempt);
        string name = lines.OfType<FleetLine.Begin>().Select(static begin => begin.Name).FirstOrDefault(FleetNode.IsName) ?? id;
        FleetNode node = new(id, name, null, null, FleetNodeState.Waiting, null) { Attempt = attempt };
        string run = FleetFolder.NodeFolder(folder, node);
        using NodeIntake intake = new(node, run);
        foreach (FleetLine line in lines)
            intake.Take(line, TimeProvider.System.GetUtcNow());
        node = intake.IsComplete ? node with { State = FleetNodeState.Done }
            : node with { State = FleetNodeState.Failed, Cause = intake.Fault ?? $"its log has {intake.Bytes} bytes of its run and {(intake.Ended is FleetLine.Ended end ? $"not all {end.Length}" : "no end")}" };
        return node with { VmType = TryRead(run)?.Header.Machine.InstanceType };
    }

    private static RunRecord? TryRead(string run)
    {
        try
        {
            return RunFolder.Read(run);
        }
        catch (UsageException)
        {
            return null;   // nothing came, or not even a header
        }
    }

    private static IEnumerable<FleetLine> LinesOf(string file)
    {
        StreamReader reader;
        try
        {
            reader = new StreamReader(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {file}: {e.Message}", e);
        }
        using (reader)
        {
            BoundedLines lines = new(reader, 2 * FleetLine.Longest);
            while (lines.TryRead(out string? text))
                if (text is not null && text.IndexOf(Begins, StringComparison.Ordinal) is >= 0 and int at && FleetLine.TryParse(text[at..], out FleetLine? line))
                    yield return line;
        }
    }
}
