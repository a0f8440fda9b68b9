using System.Globalization;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>What the verbs that take in results of a fleet share: connection, interruption, the end.</summary>
internal static class FleetSession
{
    /// <summary>A table with more columns is no help, and takes minutes.</summary>
    private const int MostCompared = 16;

    /// <summary>Connects to the manager and does the work; what its trouble and Ctrl-C leave behind is said.</summary>
    /// <param name="folder">Of the fleet; once it has its fleet.json, others can go on with it.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(CliContext context, string folder, FleetPatience patience, Func<SwarmManager, FleetCall, Task<FleetRecord>> work, CancellationToken ct)
    {
        FleetScreen screen = FleetScreen.OnStandardError();
        string shown = ShownPath.Of(folder);
        FleetRecord fleet;
        try
        {
            using SwarmManager swarm = await SwarmManager.ConnectAsync(null, ct);
            fleet = await work(swarm, new FleetCall(swarm, folder, patience, screen));
            screen.Clear();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            screen.Clear();
            Console.Error.WriteLine(FleetFolder.IsOne(folder)
                ? $"bench: interrupted; the nodes go on by themselves: ./bench fleet collect {shown} takes what they measure, ./bench fleet clean ends them"
                : "bench: interrupted; nothing was ordered");
            return ExitCodes.Interrupted;
        }
        catch (DockerException e)
        {
            screen.Clear();
            throw new UsageException($"{e.Message}{(FleetFolder.IsOne(folder) ? $"; ./bench fleet collect {shown} goes on when the manager answers" : "")}", e);
        }
        return await ShowAsync(context, folder, fleet, ct);
    }

    internal static string FolderOf(CliContext context, string suite) =>
        Path.Combine(context.Layout.Results, $"{TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-fleet-{suite}");

    /// <summary>Prints how each node ended and compares what came back.</summary>
    internal static async Task<int> ShowAsync(CliContext context, string folder, FleetRecord fleet, CancellationToken ct)
    {
        string shown = ShownPath.Of(folder);
        foreach (string note in fleet.Notes)
            context.Console.WriteLine(note);
        // Not by the console of tables, which would fold long lines.
        foreach (FleetNode node in fleet.Nodes.Where(static node => node.State != FleetNodeState.Done))
            context.Console.Profile.Out.Writer.WriteLine($"{node.Name}{(node.VmType is string type ? $" ({type})" : "")}: {node.State.ToString().ToLowerInvariant()}: {node.Cause}");
        bool whole = fleet.Nodes.All(static node => node.State == FleetNodeState.Done);
        if (!whole && fleet.Id.Length > 0)
            context.Console.WriteLine($"./bench fleet run --resume {shown} measures what is missing");
        if (fleet.Nodes.All(node => !File.Exists(RunFolder.RunFile(FleetFolder.NodeFolder(folder, node)))))
            return ExitCodes.NothingMeasured;
        // A column each, unless several are of one type.
        bool compares = fleet.Nodes.Select(static node => node.VmType ?? node.Name).Distinct().Count() <= MostCompared;
        if (compares)
            await CompareVerb.WriteAsync(context, [folder], new ComparisonOptions(), "md,csv", folder, ct);
        context.Console.WriteLine(compares
            ? $"./bench compare {shown} compares again, with other options"
            : $"the runs are in {Path.Combine(shown, "nodes")}: ./bench compare RUN… compares those that you choose");
        return whole ? ExitCodes.Fine : ExitCodes.Failed;
    }
}
