using System.CommandLine;
using Bench.Core;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class RunVerb : IVerb
{
    private readonly Option<string> _suite = new("--suite") { Description = "What to measure: one of ./bench list's suites", DefaultValueFactory = static _ => "quick" };
    private readonly Option<string[]> _workload = new("--workload") { Description = "Only these workloads (glob; may be repeated)" };
    private readonly Option<string[]> _backend = new("--backend") { Description = "Only these backends (glob; may be repeated)" };
    private readonly Option<string?> _size = new("--size") { Description = "This size instead of the suite's" };
    private readonly Option<int?> _processes = new("--processes") { Description = "Fresh processes per case, instead of the suite's count and budget; with --budget or --precision those of the pilot" };
    private readonly Option<TimeSpan?> _budget = new("--budget")
    {
        Description = "Measure for this time (10m, 90s): after a pilot, where it narrows the widest intervals; each case's first process is always run",
        CustomParser = Durations.Parse,
    };
    private readonly Option<double?> _precision = new("--precision")
    {
        Description = "End when every ratio is known to this share, half its 95 % interval (1%)",
        CustomParser = Amounts.ParsePrecision,
    };
    private readonly Option<string> _baseline = new("--baseline") { Description = "The backend whose ratios are narrowed", DefaultValueFactory = static _ => ReportOptions.Default.Baseline };
    private readonly Option<Iterations?> _iterations = new("--iterations")
    {
        Description = "Beside each process another one that runs the kernel N times, or 'auto': as often as pays",
        CustomParser = Amounts.ParseIterations,
    };
    private readonly Option<bool> _count = new("--count") { Description = "Also count the instructions of native programs in a simulator of the processor: the same number each time, on any machine" };
    private readonly Option<bool?> _uncached = new("--uncached") { Description = "Beside each process another one before which the page cache is dropped (root only); --uncached=false: none, whatever the suite says" };
    private readonly Option<TimeSpan?> _timeout = new("--timeout") { Description = "Longest a single process may take (60s)", CustomParser = Durations.Parse };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of the order; a new one each run, and recorded" };
    private readonly Option<bool> _noPin = new("--no-pin") { Description = "Let programs use all cores" };
    private readonly Option<string?> _label = new("--label") { Description = "A name for this machine, to tell it from one that looks alike" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder of the results; must not hold a run yet" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Go on with the interrupted run in this folder" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if any case failed" };

    public int Order => 4;
    public string Example => "./bench run --suite quick --workload nbody --backend 'native-*' --backend 'wasmedge-*' --processes 10";

    public Command Create(CliContext context)
    {
        Command command = new("run", "Measures a suite and prints the table.")
        {
            _suite, _workload, _backend, _size, _processes, _budget, _precision, _baseline, _iterations, _count, _uncached, _timeout, _seed, _noPin, _label, _out, _resume, _strict,
        };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        RunSession session = new(context) { Label = parsed.GetValue(_label) is string label ? MachineLabel.Checked(label) : null };
        if (parsed.GetValue(_resume) is string resume)
        {
            Option? other = new Option[] { _suite, _workload, _backend, _size, _processes, _budget, _precision, _baseline, _iterations, _count, _uncached, _timeout, _seed, _noPin, _label, _out }
                .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
            if (other is not null)
                throw new UsageException($"{other.Name} cannot be given with --resume: a run goes on as it began");
            RunRecord earlier = RunFolder.Read(resume);
            return await session.ResumeAsync(resume, earlier, await PlanAsync(context, earlier.Header.Options, ct), parsed.GetValue(_strict), ct);
        }
        if (parsed.GetValue(_processes) is < 1)
            throw new UsageException("--processes must be at least 1");

        RunOptions options = OptionsOf(context, parsed.GetValue(_suite)!);
        options = options with
        {
            Workloads = parsed.GetValue(_workload) is { Length: > 0 } workloads ? workloads : options.Workloads,
            Backends = parsed.GetValue(_backend) is { Length: > 0 } backends ? backends : options.Backends,
            Size = parsed.GetValue(_size),
            Processes = parsed.GetValue(_processes) ?? options.Processes,
            // Who says how many processes has said when to end.
            Budget = parsed.GetValue(_budget) ?? (parsed.GetValue(_processes) is null && parsed.GetValue(_precision) is null ? options.Budget : null),
            Precision = parsed.GetValue(_precision),
            Baseline = BaselineOf(context, parsed.GetValue(_baseline)!),
            Iterations = parsed.GetValue(_iterations) ?? options.Iterations,
            Count = parsed.GetValue(_count),
            Uncached = parsed.GetValue(_uncached) ?? options.Uncached,
            CaseTimeout = parsed.GetValue(_timeout) ?? options.CaseTimeout,
            Pin = !parsed.GetValue(_noPin),
            PinnedCore = parsed.GetValue(_noPin) ? null : options.PinnedCore,
        };
        if (options.Uncached && PageCache.WhyNot() is string reason)
        {
            if (parsed.GetValue(_uncached) is true)
                throw new UsageException($"--uncached: {reason}");
            context.Console.WriteLine($"Only starts with a warm page cache are measured: {reason}");
            options = options with { Uncached = false };
        }
        if (options.Count)
            await InstructionCounter.RequireAsync(context.Tools, ct);
        ulong seed = parsed.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1, 1_000_000);
        return await session.BeginAsync(options, await PlanAsync(context, options, ct), seed, parsed.GetValue(_out), parsed.GetValue(_strict), ct);
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
        return await Planner.PlanAsync(options, suite, context.Workloads(), context.Backends.All, context.Tools, ct);
    }

    private static string BaselineOf(CliContext context, string id) =>
        context.Backends.All.Any(backend => backend.Id == id) ? id : throw Names.Unknown("backend", id, context.Backends.All.Select(static backend => backend.Id));

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
