using System.CommandLine;
using System.Reflection;
using Bench.Core;
using Bench.Gate;

namespace Bench.Cli;

/// <summary>The regression gate: over stored runs by itself, and the verbs below it.</summary>
internal sealed class GateVerb : IVerb
{
    private static readonly IReadOnlyList<IGateVerb> s_inner = [.. Implementations.Of<IGateVerb>(Assembly.GetExecutingAssembly()).OrderBy(static verb => verb.Order)];

    private readonly Option<string[]> _baseline = Runs("--baseline", "Run folders of what it was, or a folder of such");
    private readonly Option<string[]> _candidate = Runs("--candidate", "Run folders of what it is to become");
    private readonly Option<string[]> _confirm = Runs("--confirm", "Run folders of the candidate, measured afresh: a case is red only if it is so in these too");
    private readonly Option<string?> _through = new("--through") { Description = "Compare two machines: every case beside this backend", HelpName = "BACKEND" };
    private readonly GateJudgingOptions _judging = new();

    public int Order => 9;
    public string Example => "./bench gate --baseline results/main --candidate results/change";
    public IReadOnlyDictionary<string, string> InnerExamples { get; } = s_inner.ToDictionary(static verb => verb.Name, static verb => verb.Example);

    public Command Create(CliContext context)
    {
        Command command = new("gate", "Says whether a candidate is slower than a baseline: red, green, or cannot tell.") { _baseline, _candidate, _confirm, _through };
        _judging.AddTo(command);
        foreach (IGateVerb inner in s_inner)
            command.Subcommands.Add(inner.Create(context));
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(_baseline) is not { Length: > 0 } baselines || parsed.GetValue(_candidate) is not { Length: > 0 } candidates)
            throw new UsageException("--baseline RUN and --candidate RUN are needed, or a verb: ab, calibrate, history, accept (./bench gate --help)");
        GateRules rules = _judging.Rules(parsed);
        if (GateRuns.Read(baselines) is not { Count: > 0 } baseline)
            return GateRuns.Absent(baselines[0], "baseline");
        if (GateRuns.Read(candidates) is not { Count: > 0 } candidate)
            return GateRuns.Absent(candidates[0], "candidate");
        GateOptions options = _judging.Options(parsed, baseline[0].Run.Header.Machine) with { Through = parsed.GetValue(_through) };
        GateReport report = GateJudge.Judge(baseline, candidate, rules, options);
        if (parsed.GetValue(_confirm) is { Length: > 0 } confirms)
        {
            if (GateRuns.Read(confirms) is not { Count: > 0 } confirm)
                return GateRuns.Absent(confirms[0], "confirmation");
            if (Confirmation.Suspects(report) is { Count: > 0 } suspects)
                report = Confirmation.Merge(report, GateJudge.Judge(baseline, confirm, rules, options with { Only = suspects }));
        }
        return await _judging.ShowAsync(context, report, parsed, Directory.Exists(candidates[0]) ? candidates[0] : Path.GetDirectoryName(Path.GetFullPath(candidates[0]))!, ct);
    }

    private static Option<string[]> Runs(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true, HelpName = "RUN…" };
}
