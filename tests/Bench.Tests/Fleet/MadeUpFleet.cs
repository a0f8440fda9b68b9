using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Tests;

/// <summary>A folder of a fleet that was never run, node by node.</summary>
internal sealed class MadeUpFleet : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JsonArray _nodes = [];

    internal string Folder => _folder.Path;
    internal string? Currency { get; init; }

    public void Dispose() => _folder.Dispose();

    /// <param name="run">What came back of it; null for nothing.</param>
    /// <param name="seconds">From the order until then.</param>
    internal MadeUpFleet Node(string name, string? vmType, double? price, string state, FixtureRun? run, string? cause = null, double? seconds = null)
    {
        JsonObject node = new() { ["id"] = $"id-{name}", ["name"] = name, ["state"] = state, ["ofLaterVersions"] = 1 };
        if (vmType is not null)
            node["vmType"] = vmType;
        if (price is not null)
            node["price"] = price;
        if (seconds is not null)
            node["seconds"] = seconds;
        if (cause is not null)
            node["cause"] = cause;
        _nodes.Add(node);
        if (run is not null)
            Write(run.Record, Path.Combine(_folder.Path, "nodes", name));
        return this;
    }

    internal string Json()
    {
        JsonObject fleet = new() { ["schema"] = 1, ["suite"] = "quick", ["image"] = "localhost/bench:1", ["startedAt"] = "2026-01-31T12:00:00+00:00", ["nodes"] = _nodes.DeepClone() };
        if (Currency is not null)
            fleet["currency"] = Currency;
        return fleet.ToJsonString();
    }

    /// <summary>Writes fleet.json.</summary>
    internal MadeUpFleet Written()
    {
        File.WriteAllText(FleetFolder.FleetFile(_folder.Path), Json());
        return this;
    }

    /// <summary>One workload on one backend; each time as milliseconds.</summary>
    internal static FixtureRun Run(MachineInfo machine, params double[] milliseconds) => ComparedRuns.Bare(machine).Measured("nbody/small/native-clang", milliseconds);

    /// <summary>That of a node of which nothing but its type is known.</summary>
    internal static MachineInfo Machine(string? vmType, string? label = null) => ComparedRuns.Small with { InstanceType = vmType, Label = label };

    private static void Write(RunRecord run, string folder)
    {
        using RunWriter writer = RunWriter.Create(folder, run.Header);
        foreach (ProcessRecord process in run.Processes)
            writer.Write(process, run.Measurements.Where(one => one.Case == process.Case && one.Process == process.Process)
                .Select(static one => new Reading(one.Iteration, one.Phase, one.Metric, one.Value)));
        foreach (Outcome outcome in run.Outcomes.Values)
            writer.Write(outcome);
    }
}
