using System.CommandLine;
using Bench.Fleet;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class FleetCleanVerb : IFleetVerb
{
    private readonly Option<bool> _all = new("--all") { Description = "Also what belongs to a run that goes on" };

    public string Name => "clean";
    public int Order => 9;
    public string Example => "./bench fleet clean   (after a run whose end could not tidy up)";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Removes services and configs that runs of Bench have left in the swarm.") { _all };
        command.SetAction((parsed, ct) => FleetAction.WithManagerAsync(async manager =>
        {
            IReadOnlyList<FleetLeftover> found = await manager.LeftoversAsync(ct);
            foreach (FleetLeftover one in found)
            {
                bool spared = one.IsInUse && !parsed.GetValue(_all);
                if (!spared)
                    await manager.RemoveAsync(one, ct);
                context.Console.WriteLine(spared ? $"{one.Kind} {one.Name}: left, its run goes on (--all removes it too)" : $"{one.Kind} {one.Name}: removed");
            }
            if (found.Count == 0)
                context.Console.WriteLine("nothing of Bench is left in the swarm");
        }, ct));
        return command;
    }
}
