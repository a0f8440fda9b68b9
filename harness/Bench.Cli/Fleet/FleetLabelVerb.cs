using System.CommandLine;
using Bench.Fleet;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class FleetLabelVerb : IFleetVerb
{
    private readonly Argument<string> _node = new("NODE") { Description = "Its name, its id, or the beginning of that" };

    private readonly Argument<string[]> _changes = new("LABEL")
    {
        Description = "name=value sets a label, name- removes it; vm.type is the type of machine, price that of an hour",
        Arity = ArgumentArity.OneOrMore,
    };

    public string Name => "label";
    public int Order => 2;
    public string Example => "./bench fleet label worker-3 vm.type=a.small price=0.0425";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Sets and removes labels of a machine of the swarm.") { _node, _changes };
        command.SetAction((parsed, ct) =>
        {
            IReadOnlyDictionary<string, string?> changes = NodeLabels.Parse(parsed.GetValue(_changes)!);
            return FleetAction.WithManagerAsync(async manager =>
            {
                string id = (await manager.NodeAsync(parsed.GetValue(_node)!, ct)).Id;
                await manager.LabelAsync(id, changes, ct);
                SwarmNode node = await manager.NodeAsync(id, ct);
                string labels = string.Join(' ', node.Labels.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}"));
                context.Console.WriteLine($"{node.Name}: {(labels.Length > 0 ? labels : "no labels")}");
            }, ct);
        });
        return command;
    }
}
