using System.CommandLine;
using Bench.Core;

namespace Bench.Cli;

internal sealed class RunVerb : IVerb
{
    private readonly MeasuringOptions _measuring = new();
    private readonly Option<string?> _label = new("--label") { Description = "A name for this machine, to tell it from one that looks alike" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder of the results; must not hold a run yet" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Go on with the interrupted run in this folder" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if any case failed" };

    public int Order => 4;
    public string Example => "./bench run --suite quick --workload nbody --backend 'native-*' --backend 'wasmedge-*' --processes 10";

    public Command Create(CliContext context)
    {
        Command command = new("run", "Measures a suite and prints the table.");
        _measuring.AddTo(command);
        foreach (Option option in new Option[] { _label, _out, _resume, _strict })
            command.Options.Add(option);
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        RunSession session = new(context) { Label = parsed.GetValue(_label) is string label ? MachineLabel.Checked(label) : null };
        if (parsed.GetValue(_resume) is string resume)
        {
            Option? other = _measuring.All.Concat([_label, _out])
                .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
            if (other is not null)
                throw new UsageException($"{other.Name} cannot be given with --resume: a run goes on as it began");
            RunRecord earlier = RunFolder.Read(resume);
            return await session.ResumeAsync(resume, earlier, await PlanAsync(context, earlier.Header.Options, ct), parsed.GetValue(_strict), ct);
        }
        RunOptions options = await _measuring.ReadAsync(context, parsed, ct);
        return await session.BeginAsync(options, await PlanAsync(context, options, ct), _measuring.Seed(parsed), parsed.GetValue(_out), parsed.GetValue(_strict), ct);
    }

    internal static async Task<IReadOnlyList<PlannedCase>> PlanAsync(CliContext context, RunOptions options, CancellationToken ct)
    {
        if (options.Suite == MicroVerb.Suite)
            throw new UsageException("such a run goes on with ./bench micro --resume");
        if (File.Exists(Path.Combine(context.Layout.Workloads, "streams", $"{options.Suite}.yaml")))
            throw new UsageException($"such a run goes on with ./bench stream {options.Suite} --resume");
        IReadOnlyDictionary<string, Suite> suites = context.Suites();
        if (!suites.TryGetValue(options.Suite, out Suite? suite))
            throw Names.Unknown("suite", options.Suite, suites.Keys);
        IReadOnlyList<PlannedCase> plan = await Planner.PlanAsync(options, suite, context.Workloads(), context.Backends.All, context.Tools, ct);
        return context.Tools.Image?.Within(plan) ?? plan;
    }

    /// <summary>A suite as it stands in suites.json.</summary>
    internal static RunOptions OptionsOf(CliContext context, string name)
    {
        IReadOnlyDictionary<string, Suite> suites = context.Suites();
        if (!suites.TryGetValue(name, out Suite? suite))
            throw Names.Unknown("suite", name, suites.Keys);
        return new RunOptions
        {
            Suite = name,
            Processes = suite.Processes,
            Budget = suite.BudgetMinutes is double minutes ? TimeSpan.FromMinutes(minutes) : null,
            Iterations = suite.Iterations,
            Uncached = suite.Uncached,
            CaseTimeout = TimeSpan.FromSeconds(suite.TimeoutSeconds),
            MemoryLimitBytes = Math.Min(4L << 30, MachineInfo.Read().MemoryBytes / 5 * 4),
            PinnedCore = Affinity.ChooseCore(),
        };
    }
}
