using System.Reflection;
using Bench.Core;

namespace Bench.Cli;

/// <summary>The regression gate: over stored runs by itself, and the verbs below it.</summary>
internal sealed class GateVerb : IVerb
{
    private static readonly IReadOnlyList<IGateVerb> s_inner = [.. Implementations.Of<IGateVerb>(Assembly.GetExecutingAssembly()).OrderBy(static verb => verb.Order)];

    public int Order => 9;
    public string Example => "./bench gate --baseline results/main --candidate results/change";
    public IReadOnlyDictionary<string, string> InnerExamples { get; } = s_inner.ToDictionary(static verb => verb.Name, static verb => verb.Example);

    public Command Create(CliContext context)
    {
        Command command = new("gate", "Says whether a candidate is slower than a baseline: red, green, or cannot tell.");
        foreach (IGateVerb inner in s_inner)
            command.Subcommands.Add(inner.Create(context));
        return command;
    }
}
