using System.CommandLine;
using Bench.Core;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>What to measure and how often: what <c>run</c> and a run on other machines have in common.</summary>
internal sealed class MeasuringOptions
{
    private const string Timeout = "--timeout";

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
    private readonly Option<TimeSpan?> _timeout = new(Timeout) { Description = "Longest a single process may take (60s)", CustomParser = Durations.Parse };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of the order; a new one each run, and recorded" };
    private readonly Option<bool> _noPin = new("--no-pin") { Description = "Let programs use all cores" };

    internal IReadOnlyList<Option> All => [_suite, _workload, _backend, _size, _processes, _budget, _precision, _baseline, _iterations, _count, _uncached, _timeout, _seed, _noPin];

    internal void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <summary>What was given, as another command line would say it.</summary>
    internal IReadOnlyList<string> Words(ParseResult parsed) =>
        [.. All.Where(option => parsed.GetResult(option) is { Implicit: false }).SelectMany(option => parsed.GetResult(option)!.Tokens is { Count: > 0 } tokens
            // Joined, so that a value may begin with a dash.
            ? tokens.Select(token => $"{option.Name}={token.Value}")
            : [option.Name])];

    /// <summary>Longest that a process may take by such words; nothing where they do not say.</summary>
    internal static TimeSpan TimeoutIn(IReadOnlyList<string> words) =>
        words.LastOrDefault(static word => word.StartsWith(Timeout + "=", StringComparison.Ordinal)) is string word && Durations.Read(word[(Timeout.Length + 1)..]) is TimeSpan time ? time : TimeSpan.Zero;

    internal string Suite(ParseResult parsed) => parsed.GetValue(_suite)!;

    internal ulong Seed(ParseResult parsed) => parsed.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1, 1_000_000);

    /// <exception cref="UsageException">There is no such suite or backend, or what was asked for cannot be had on this machine.</exception>
    internal async Task<RunOptions> ReadAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(_processes) is < 1)
            throw new UsageException("--processes must be at least 1");

        RunOptions options = RunVerb.OptionsOf(context, Suite(parsed));
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
        return options;
    }

    private static string BaselineOf(CliContext context, string id) =>
        context.Backends.All.Any(backend => backend.Id == id) ? id : throw Names.Unknown("backend", id, context.Backends.All.Select(static backend => backend.Id));
}
