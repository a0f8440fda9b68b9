using System.CommandLine;
using Bench.Core;

namespace Bench.Cli;

/// <summary>What every verb that measures two sides in turn has in common.</summary>
internal sealed class PairOptions
{
    private const string Suite = "gate";

    private readonly Option<string> _suite = new("--suite") { Description = "What to measure of a checkout: one of ./bench list's suites", DefaultValueFactory = static _ => Suite };
    private readonly Option<string[]> _workload = new("--workload") { Description = "Only these workloads (glob; may be repeated)" };
    private readonly Option<string[]> _backend = new("--backend") { Description = "Only these backends (glob; may be repeated)" };
    private readonly Option<string?> _size = new("--size") { Description = "This size instead of the suite's" };
    private readonly Option<int?> _processes = new("--processes") { Description = "Fresh processes of each case and side; the suite's if not given, ./bench gate calibrate recommends a number" };
    private readonly Option<bool> _count = new("--count") { Description = "Also count the instructions of native programs in a simulator of the processor" };
    private readonly Option<TimeSpan?> _timeout = new("--timeout") { Description = "Longest a single process may take (60s)", CustomParser = Durations.Parse };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of the order; a new one each time, and recorded" };
    private readonly Option<bool> _noPin = new("--no-pin") { Description = "Let programs use all cores" };

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _suite, _workload, _backend, _size, _processes, _count, _timeout, _seed, _noPin })
            command.Options.Add(option);
    }

    /// <exception cref="UsageException">There is no such suite, or what counts instructions is missing.</exception>
    internal async Task<RunOptions> ReadAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(_processes) is < 1)
            throw new UsageException("--processes must be at least 1");
        RunOptions options = RunVerb.OptionsOf(context, parsed.GetValue(_suite)!) with { Uncached = false };
        options = options with
        {
            Workloads = parsed.GetValue(_workload) is { Length: > 0 } workloads ? workloads : options.Workloads,
            Backends = parsed.GetValue(_backend) is { Length: > 0 } backends ? backends : options.Backends,
            Size = parsed.GetValue(_size),
            Processes = parsed.GetValue(_processes) ?? options.Processes,
            // Both sides get the same processes, whatever is seen meanwhile.
            Budget = null,
            Iterations = null,
            Count = parsed.GetValue(_count),
            CaseTimeout = parsed.GetValue(_timeout) ?? options.CaseTimeout,
            Pin = !parsed.GetValue(_noPin),
            PinnedCore = parsed.GetValue(_noPin) ? null : options.PinnedCore,
        };
        if (options.Count)
            await InstructionCounter.RequireAsync(context.Tools, ct);
        return options;
    }

    /// <summary>Whether a case that was measured earlier is among those that are asked for.</summary>
    internal bool Includes(ParseResult parsed, CaseId id)
    {
        return Among(_workload, id.Workload) && Among(_backend, id.Backend) && (parsed.GetValue(_size) is not string size || size == id.Size);

        bool Among(Option<string[]> option, string name) => parsed.GetValue(option) is not { Length: > 0 } globs || globs.Any(glob => Names.Matches(glob, name));
    }

    internal ulong Seed(ParseResult parsed) => parsed.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1, 1_000_000);
}
