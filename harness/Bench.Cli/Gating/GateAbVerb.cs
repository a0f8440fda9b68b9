using System.CommandLine;
using Bench.Core;
using Bench.Gate;

namespace Bench.Cli;

/// <summary>Measures both sides of a gate on this machine, in turn.</summary>
internal sealed class GateAbVerb : IGateVerb
{
    private readonly Option<string?> _baselineLine = new("--baseline-cmd") { Description = "A command line of the baseline; its output is what is right", HelpName = "LINE" };
    private readonly Option<string?> _candidateLine = new("--candidate-cmd") { Description = "The same of the candidate", HelpName = "LINE" };
    private readonly Option<string?> _baselineCheckout = new("--baseline-checkout") { Description = "A checkout whose workloads are the baseline", HelpName = "DIR" };
    private readonly Option<string?> _candidateCheckout = new("--candidate-checkout") { Description = "The same of the candidate; this one if not given", HelpName = "DIR" };
    private readonly Option<string?> _baselineArtifacts = new("--baseline-artifacts") { Description = "A folder of programs that are the baseline", HelpName = "DIR" };
    private readonly Option<string?> _candidateArtifacts = new("--candidate-artifacts") { Description = "A folder with programs of the same names", HelpName = "DIR" };
    private readonly Option<string[]> _argument = new("--argument") { Description = "For each of the programs (may be repeated)" };
    private readonly Option<string> _name = new("--name") { Description = "What the command lines are called in reports", DefaultValueFactory = static _ => "command" };
    private readonly PairOptions _pair = new();
    private readonly GateJudgingOptions _judging = new();

    public string Name => "ab";
    public int Order => 1;
    public string Example => "./bench gate ab --baseline-cmd './old input' --candidate-cmd './new input' --processes 20";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Measures baseline and candidate in turn on this machine, and judges.")
        {
            _baselineLine, _candidateLine, _baselineCheckout, _candidateCheckout, _baselineArtifacts, _candidateArtifacts, _argument, _name,
        };
        _pair.AddTo(command);
        _judging.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        GateRules rules = _judging.Rules(parsed);
        RunOptions options = await _pair.ReadAsync(context, parsed, ct);
        GateOptions judging = _judging.Options(parsed, MachineInfo.Read());
        PairPlan plan = await PlanAsync(context, parsed, options, ct);
        string folder = _judging.Folder(parsed) ?? PairSession.FolderOf(context, Name);
        GateReport report;
        try
        {
            report = await new PairSession(context, plan, rules, judging).RunAsync(folder, _pair.Seed(parsed), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Console.Error.WriteLine($"bench: interrupted; what was measured is kept in {ShownPath.Of(folder)}: ./bench gate --baseline {ShownPath.Of(Path.Combine(folder, "baseline"))} --candidate {ShownPath.Of(Path.Combine(folder, "candidate"))} judges it");
            return ExitCodes.Interrupted;
        }
        if (plan.Added.Count > 0)
            report = report with { Notes = [.. report.Notes, $"only the candidate has {string.Join(", ", plan.Added.Take(5))}{(plan.Added.Count > 5 ? " and others" : "")}, which were not measured"] };
        return await _judging.ShowAsync(context, report, parsed, folder, ct);
    }

    private async Task<PairPlan> PlanAsync(CliContext context, ParseResult parsed, RunOptions options, CancellationToken ct) =>
        (parsed.GetValue(_baselineLine), parsed.GetValue(_candidateLine), parsed.GetValue(_baselineCheckout), parsed.GetValue(_baselineArtifacts), parsed.GetValue(_candidateArtifacts)) switch
        {
            (string line, string other, null, null, null) => await PairPlan.OfLinesAsync(context, parsed.GetValue(_name)!, line, other, options, ct),
            (null, null, string checkout, null, null) => await PairPlan.OfCheckoutsAsync(context, checkout, parsed.GetValue(_candidateCheckout) ?? context.Layout.Root, options, ct),
            (null, null, null, string folder, string other) => await PairPlan.OfFoldersAsync(context, folder, other, parsed.GetValue(_argument) ?? [], options, ct),
            _ => throw new UsageException("give both sides in one way: --baseline-cmd and --candidate-cmd, or --baseline-checkout, or --baseline-artifacts and --candidate-artifacts"),
        };
}
