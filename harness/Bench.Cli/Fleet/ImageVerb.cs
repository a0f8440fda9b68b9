using System.Reflection;
using Bench.Core;

namespace Bench.Cli;

/// <summary>A verb below <c>image</c>; one file each, found by its type.</summary>
internal interface IImageVerb
{
    string Name { get; }

    /// <summary>Position in the help.</summary>
    int Order { get; }

    /// <summary>One command line that a newcomer can type, with what it does.</summary>
    string Example { get; }

    Command Create(CliContext context);
}

/// <summary>The harness as a container image.</summary>
internal sealed class ImageVerb : IVerb
{
    private static readonly IReadOnlyList<IImageVerb> s_inner = [.. Implementations.Of<IImageVerb>(Assembly.GetExecutingAssembly()).OrderBy(static verb => verb.Order)];

    public int Order => 14;
    public string Example => s_inner[0].Example;
    public IReadOnlyDictionary<string, string> InnerExamples { get; } = s_inner.ToDictionary(static verb => verb.Name, static verb => verb.Example);

    public Command Create(CliContext context)
    {
        Command command = new("image", "The harness as a container image: built without an engine, carried to others, run there as ./bench is here.");
        foreach (IImageVerb inner in s_inner)
            command.Subcommands.Add(inner.Create(context));
        return command;
    }
}
