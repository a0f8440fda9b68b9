using System.Globalization;
using System.Text;

namespace Bench.Core;

/// <summary>What harness/launcher says about the program it ran: lines of name=value.</summary>
internal sealed class LauncherReport
{
    private readonly Dictionary<string, long> _values = [];

    private LauncherReport() { }

    /// <returns>Null when the launcher was killed before it could report.</returns>
    internal static LauncherReport? Parse(ReadOnlySpan<byte> bytes)
    {
        LauncherReport report = new();
        foreach (string line in Encoding.ASCII.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = line.Split('=');
            if (pair.Length == 2 && long.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out long value))
                report._values[pair[0]] = value;
        }
        return report._values.ContainsKey("exit") || report._values.ContainsKey("signal") || report._values.ContainsKey("spawn-error") ? report : null;
    }

    /// <summary>Null when nothing was spawned.</summary>
    internal long? SpawnedAtUnixNs => _values.TryGetValue("spawned-at", out long at) ? at : null;

    internal ExitStatus Exit =>
        _values.TryGetValue("spawn-error", out long error) ? new ExitStatus.NotStarted(Spawn.Describe((int)error))
        : _values.TryGetValue("signal", out long signal) ? new ExitStatus.Signalled((int)signal)
        : new ExitStatus.Exited((int)_values["exit"]);

    internal IEnumerable<Reading> Readings
    {
        get
        {
            foreach (Metric metric in (Metric[])[Metric.Wall, Metric.User, Metric.Sys, Metric.PeakRss, Metric.Instructions, Metric.Cycles])
                if (_values.TryGetValue(metric.Name(), out long value))
                    yield return new Reading(0, Phases.Total, metric, value);
        }
    }
}
