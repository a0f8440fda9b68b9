using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bench.Core;
using Bench.Fleet;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class FleetNodesVerb : IFleetVerb
{
    private const int ShownId = 12;

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON array" };

    public string Name => "nodes";
    public int Order => 1;
    public string Example => "./bench fleet nodes   (which machines there are, of which type, at which price)";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Shows the machines of the swarm.") { _json };
        command.SetAction((parsed, ct) => FleetAction.WithManagerAsync(async manager =>
        {
            IReadOnlyList<SwarmNode> nodes = await manager.NodesAsync(ct);
            if (parsed.GetValue(_json))
                context.Console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(nodes.Select(FleetNodeRow.Of), FleetNodeJson.Default.IEnumerableFleetNodeRow));
            else
                Show(context.Console, nodes);
        }, ct));
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<SwarmNode> nodes)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in (string[])["Node", "Id", NodeLabels.VmType, NodeLabels.Price, "Other labels", "CPUs", "Memory", "State", "Engine"])
            table.AddColumn(new TableColumn($"[bold]{column}[/]"));
        foreach (SwarmNode node in nodes)
            table.AddRow((string[])
            [
                Markup.Escape(node.Name), node.Id[..Math.Min(ShownId, node.Id.Length)],
                Markup.Escape(node.Labels.GetValueOrDefault(NodeLabels.VmType, "")), Markup.Escape(node.Labels.GetValueOrDefault(NodeLabels.Price, "")),
                Markup.Escape(string.Join(' ', node.Labels.Where(static one => one.Key is not (NodeLabels.VmType or NodeLabels.Price))
                    .OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}"))),
                node.Cpus.ToString("0.##", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{node.MemoryBytes >> 20} MiB"),
                StateOf(node), Markup.Escape(node.EngineVersion),
            ]);
        console.Write(table);
        int ready = nodes.Count(static node => node.TakesTasks);
        int untyped = nodes.Count(static node => !node.Labels.ContainsKey(NodeLabels.VmType));
        console.WriteLine($"{ready} of {nodes.Count} {(nodes.Count == 1 ? "node takes" : "nodes take")} work"
            + (untyped > 0 ? $"; {untyped} without a type: ./bench fleet label NODE {NodeLabels.VmType}=TYPE {NodeLabels.Price}=HOURLY" : ""));
    }

    private static string StateOf(SwarmNode node)
    {
        string word = KebabCase.Of(node.State) + (node.Availability == "active" ? "" : $", {Markup.Escape(node.Availability)}") + (node.IsManager ? ", manager" : "");
        return node.TakesTasks ? $"[green]{word}[/]" : $"[yellow]{word}[/]";
    }
}
