using Bench.Fleet;

namespace Bench.Cli;

/// <summary>All nodes of a fleet on one screen: lines that are rewritten on a terminal, a line for each change in a log.</summary>
internal sealed class FleetScreen(TextWriter writer, bool terminal, Func<(int Width, int Height)> size) : IFleetProgress
{
    private const int BarWidth = 20, LongestName = 28;

    private readonly Dictionary<string, (string Stage, int Tenth)> _said = [];
    private int _lines;

    internal static FleetScreen OnStandardError() => new(Console.Error, !Console.IsErrorRedirected, static () => (Console.WindowWidth, Console.WindowHeight));

    public void Show(IReadOnlyList<NodeView> nodes)
    {
        if (terminal)
            Draw(nodes);
        else
            Say(nodes);
    }

    /// <summary>Takes the lines away, before something else is printed.</summary>
    internal void Clear()
    {
        if (_lines > 0)
            writer.Write($"\x1b[{_lines}F\x1b[J");
        _lines = 0;
    }

    private void Draw(IReadOnlyList<NodeView> nodes)
    {
        (int width, int height) = size();
        // Those that need longest first, where there is no room for all.
        int room = Math.Max(1, height - 3);
        IReadOnlyList<NodeView> shown = nodes.Count <= room ? nodes : [.. nodes.OrderBy(static node => node.Total == 0 ? 0 : (double)node.Done / node.Total).ThenByDescending(static node => node.Remaining).Take(room - 1)];
        List<string> lines = [.. shown.Select(Line)];
        if (shown.Count < nodes.Count)
            lines.Add($"… and {nodes.Count - shown.Count} more");
        lines.Add(Sum(nodes));
        Clear();
        foreach (string line in lines)
            writer.WriteLine(line.Length < width ? line : line[..Math.Max(0, width - 1)]);
        _lines = lines.Count;
    }

    private void Say(IReadOnlyList<NodeView> nodes)
    {
        foreach (NodeView node in nodes)
        {
            int tenth = node.Total == 0 ? -1 : 10 * node.Done / node.Total;
            if (_said.TryGetValue(node.Node.Id, out (string Stage, int Tenth) said) && said.Stage == node.Stage && tenth <= said.Tenth)
                continue;
            _said[node.Node.Id] = (node.Stage, tenth);
            string left = node.Remaining is TimeSpan time ? $", {Durations.Show(time)} left" : "";
            writer.WriteLine($"{Name(node)}: {node.Stage}{(node.Total > 0 && node.Node.Cause is null ? $" {node.Done}/{node.Total}" : "")}{left}{(node.Node.Cause is string cause ? $": {cause}" : "")}");
        }
    }

    private static string Line(NodeView node)
    {
        int filled = node.Total == 0 ? 0 : BarWidth * node.Done / node.Total;
        string name = Name(node);
        string end = node.Node.Cause ?? $"{(node.Remaining is TimeSpan time ? $"{Durations.Show(time)} left  " : "")}{node.What}";
        return $"{(name.Length <= LongestName ? name : name[..LongestName]).PadRight(LongestName)} {node.Stage,-10} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {node.Done}/{node.Total}  {end}";
    }

    private static string Sum(IReadOnlyList<NodeView> nodes) =>
        string.Join(", ", nodes.GroupBy(static node => node.Node.State).OrderBy(static group => group.Key).Select(static group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}"))
        + $", {nodes.Sum(static node => node.Bytes) / 1024} KiB of results";

    private static string Name(NodeView node) => node.Node.VmType is string type ? $"{node.Node.Name} ({type})" : node.Node.Name;
}
