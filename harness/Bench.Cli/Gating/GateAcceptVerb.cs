using System.CommandLine;
using Bench.Gate;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>For a change that is larger on purpose: says so in a file of the repository.</summary>
internal sealed class GateAcceptVerb : IGateVerb
{
    private readonly Argument<string> _report = new("GATE.json") { Description = "The report of a red gate, as --format json writes it" };
    private readonly Option<string> _reason = new("--reason") { Description = "Why the change is right, for those who read the file later", HelpName = "TEXT", Required = true };
    private readonly Option<string[]> _cases = new("--case") { Description = "Only these red cases (may be repeated)", HelpName = "GLOB" };
    private readonly Option<string> _file = new("--file") { Description = "Where accepted changes are kept", DefaultValueFactory = static _ => AcceptedChanges.UsualFile };

    public string Name => "accept";
    public int Order => 3;
    public string Example => "./bench gate accept gate.json --reason 'tables are larger, look-ups faster' --case 'nbody/*'";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Accepts the red checks of a gate, with a reason: against the same baseline they are red only beyond that.") { _report, _reason, _cases, _file };
        command.SetAction(parsed =>
        {
            GateReport report = GateJson.Read(parsed.GetValue(_report)!);
            DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            IReadOnlyList<AcceptedEntry> entries = AcceptedEntry.Of(report, parsed.GetValue(_cases) is { Length: > 0 } globs ? globs : ["*"], parsed.GetValue(_reason)!, today);
            string file = parsed.GetValue(_file)!;
            AcceptedChanges changes = AcceptedChanges.Load(file).With(entries);
            changes.Save(file);
            foreach (AcceptedEntry entry in entries)
                context.Console.WriteLine($"accepted: {entry.Title}");
            context.Console.WriteLine($"{ShownPath.Of(file)} holds {changes.Entries.Count} accepted {(changes.Entries.Count == 1 ? "change" : "changes")}: commit it with the change");
            return ExitCodes.Fine;
        });
        return command;
    }
}
