using System.Reflection;
using Bench.Core;

namespace Bench.Cli;

/// <summary>Many machines, joined into a Docker Swarm; all it does is done by the verbs below it.</summary>
internal sealed class FleetVerb : IVerb
{
    private static readonly IReadOnlyList<IFleetVerb> s_inner = [.. Implementations.Of<IFleetVerb>(Assembly.GetExecutingAssembly()).OrderBy(static verb => verb.Order)];

    public int Order => 8;
    public string Example => "./bench fleet nodes   (on a manager of a Docker Swarm: which machines there are)";
    public IReadOnlyDictionary<string, string> InnerExamples { get; } = s_inner.ToDictionary(static verb => verb.Name, static verb => verb.Example);

    public Command Create(CliContext context)
    {
        Command command = new("fleet", "Works with many machines, joined into a Docker Swarm of which this one is a manager.");
        foreach (IFleetVerb inner in s_inner)
            command.Subcommands.Add(inner.Create(context));
        return command;
    }
}
