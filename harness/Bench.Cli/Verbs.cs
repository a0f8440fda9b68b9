using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Reflection;
using Bench.Core;

namespace Bench.Cli;

/// <summary>A verb of the command line; one file each, found by its type.</summary>
internal interface IVerb
{
    /// <summary>Position in the help.</summary>
    int Order { get; }

    /// <summary>One command line that a newcomer can type, with what it does.</summary>
    string Example { get; }

    /// <summary>The same for its own verbs, by their names.</summary>
    IReadOnlyDictionary<string, string> InnerExamples => new Dictionary<string, string>();

    Command Create(CliContext context);
}

internal static class Verbs
{
    internal static RootCommand Root(CliContext context)
    {
        RootCommand root = new("Measures functions in WebAssembly sandboxes, natively, in .NET and in containers, side by side.");
        Dictionary<Command, string> examples = new() { [root] = "./bench run --suite smoke --backend 'wasmedge-*'   a first look at one engine" };
        foreach (IVerb verb in All().OrderBy(static verb => verb.Order))
        {
            Command command = verb.Create(context);
            examples[command] = verb.Example;
            foreach (Command inner in command.Subcommands)
                examples[inner] = verb.InnerExamples[inner.Name];
            root.Subcommands.Add(command);
        }
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExample((HelpAction)help.Action!, examples);
        return root;
    }

    /// <summary>One line that says what is wrong with the command line and where to look; null when nothing is.</summary>
    internal static string? Fault(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return null;
        Command command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0)
            return $"{parsed.Errors[0].Message.TrimEnd('.')} ({PathOf(parsed.CommandResult)} --help)";
        return parsed.UnmatchedTokens is [string verb, ..]
            ? Names.Unknown("verb", verb, command.Subcommands.Select(static one => one.Name)).Message
            : $"a verb is missing ({PathOf(parsed.CommandResult)} --help)";
    }

    private static string PathOf(CommandResult result) => result.Parent is CommandResult outer ? $"{PathOf(outer)} {result.Command.Name}" : "./bench";

    private static IEnumerable<IVerb> All() =>
        Implementations.Of<IVerb>(Assembly.GetExecutingAssembly());

    private sealed class HelpWithExample(HelpAction help, IReadOnlyDictionary<Command, string> examples) : SynchronousCommandLineAction
    {
        // --help is an answer to a command line that lacks an argument, not one more fault of it.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            if (examples.TryGetValue(parseResult.CommandResult.Command, out string? example))
                parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {example}\n");
            return code;
        }
    }
}
