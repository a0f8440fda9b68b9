using Bench.Core;

namespace Bench.Cli;

/// <summary>What is to be measured on both sides.</summary>
/// <param name="Cases">Of the baseline; what the candidate does not have is skipped there.</param>
/// <param name="Added">Cases that only the candidate has: nothing to hold them against.</param>
internal sealed record PairPlan(Toolbox Baseline, Toolbox Candidate, IReadOnlyList<CasePair> Cases, RunOptions Options, IReadOnlyList<CaseId> Added)
{
    private const string Size = "as-given";
    private static readonly TimeSpan s_firstRun = TimeSpan.FromMinutes(10);

    /// <summary>The workloads of two checkouts, each with its own sources; backends, tools and the harness are those of this one.</summary>
    /// <exception cref="UsageException">A folder is no checkout, or has nothing of what is asked for.</exception>
    internal static async Task<PairPlan> OfCheckoutsAsync(CliContext context, string baseline, string candidate, RunOptions options, CancellationToken ct)
    {
        Toolbox own = ToolsOf(context, baseline), other = ToolsOf(context, candidate);
        IReadOnlyList<PlannedCase> before = await PlanAsync(context, own, options, ct), after = own == other ? before : await PlanAsync(context, other, options, ct);
        Dictionary<CaseId, PlannedCase> candidates = after.ToDictionary(static one => one.Id);
        CasePair[] pairs = [.. before.Select(one => new CasePair(one, candidates.GetValueOrDefault(one.Id) ?? one with { SkipReason = one.SkipReason ?? "the candidate's checkout has no such case" }))];
        HashSet<CaseId> known = [.. before.Select(static one => one.Id)];
        return new PairPlan(own, other, pairs, options, [.. candidates.Keys.Where(id => !known.Contains(id))]);
    }

    /// <summary>Two command lines.</summary>
    /// <exception cref="UsageException">The baseline's does not run.</exception>
    internal static async Task<PairPlan> OfLinesAsync(CliContext context, string name, string baseline, string candidate, RunOptions options, CancellationToken ct)
    {
        ExpectedOutput answer = await AnswerAsync(Command("/bin/sh", "-c", baseline), options, $"'{baseline}'", ct);
        return OfPrograms(context, [(name, GivenProgram.OfLine("command", baseline), GivenProgram.OfLine("command", candidate), answer, null)], [], options);
    }

    /// <summary>Every program of a folder, and the one of the same name in another.</summary>
    /// <param name="arguments">Of each of them.</param>
    /// <exception cref="UsageException">A folder is not there or holds no program, or one of the baseline's does not run.</exception>
    internal static async Task<PairPlan> OfFoldersAsync(CliContext context, string baseline, string candidate, IReadOnlyList<string> arguments, RunOptions options, CancellationToken ct)
    {
        foreach (string folder in (string[])[baseline, candidate])
            if (!Directory.Exists(folder))
                throw new UsageException($"{folder} is no folder of programs");
        List<(string, GivenProgram, GivenProgram, ExpectedOutput, string?)> programs = [];
        foreach (string file in Directory.EnumerateFiles(Path.GetFullPath(baseline)).Where(static one => (File.GetUnixFileMode(one) & UnixFileMode.UserExecute) != 0).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file), other = Path.Combine(Path.GetFullPath(candidate), name);
            programs.Add((name, GivenProgram.OfFile("program", file), GivenProgram.OfFile("program", other),
                await AnswerAsync(Command(file, arguments), options, file, ct), File.Exists(other) ? null : $"the candidate's folder has no {name}"));
        }
        return programs.Count > 0 ? OfPrograms(context, programs, arguments, options) : throw new UsageException($"{baseline} holds no executable file");
    }

    private static PairPlan OfPrograms(
        CliContext context, IReadOnlyList<(string Name, GivenProgram Before, GivenProgram After, ExpectedOutput Answer, string? Missing)> programs, IReadOnlyList<string> arguments, RunOptions options)
    {
        List<CasePair> pairs = [];
        foreach ((string name, GivenProgram before, GivenProgram after, ExpectedOutput answer, string? missing) in programs)
        {
            WorkloadSize size = new(Size, arguments, answer);
            Workload workload = new(name, name, "", "", context.Layout.Root, new Dictionary<string, string> { ["c"] = name }, new Dictionary<string, WorkloadSize> { [Size] = size });
            pairs.Add(new CasePair(new PlannedCase(workload, size, before, null), new PlannedCase(workload, size, after, missing)));
        }
        return new PairPlan(context.Tools, context.Tools, pairs, options, []);
    }

    /// <summary>What the baseline prints is what is right. This first run also brings the program from the disk.</summary>
    private static async Task<ExpectedOutput> AnswerAsync(Bench.Core.Command command, RunOptions options, string shown, CancellationToken ct)
    {
        Execution execution = await ChildProcess.RunAsync(command, new ExecutionOptions(s_firstRun, options.MemoryLimitBytes, options.PinnedCore, null), logsToStdout: false, ct);
        return execution.Exit is ExitStatus.Exited { Code: 0 }
            ? new ExpectedOutput(execution.Output.Sha256, execution.Output.Bytes, null)
            : throw new UsageException($"the baseline {shown} does not run: {execution.Exit.Describe()}{(execution.StderrTail.Trim() is { Length: > 0 } said ? $": {said.Split('\n')[^1]}" : "")}");
    }

    private static Bench.Core.Command Command(string executable, params IEnumerable<string> arguments) => Bench.Core.Command.Of(executable, arguments);

    private static Toolbox ToolsOf(CliContext context, string checkout)
    {
        RepoLayout layout = RepoLayout.At(checkout);
        return layout.Root == context.Layout.Root ? context.Tools : new Toolbox(layout with { Home = context.Layout.Root }, ToolCatalog.Load(context.Layout.ToolsFile));
    }

    private static async Task<IReadOnlyList<PlannedCase>> PlanAsync(CliContext context, Toolbox tools, RunOptions options, CancellationToken ct)
    {
        IReadOnlyDictionary<string, Suite> suites = context.Suites();
        if (!suites.TryGetValue(options.Suite, out Suite? suite))
            throw Names.Unknown("suite", options.Suite, suites.Keys);
        return await Planner.PlanAsync(options, suite, WorkloadCatalog.Load(tools.Layout.Workloads), context.Backends.All, tools, ct);
    }
}
