using System.CommandLine;
using Bench.Core;
using Bench.Density;
using Bench.Hosts;

namespace Bench.Cli;

/// <summary>How many instances of a function fit, what each takes and how fast they start, host by host.</summary>
internal sealed class DensityVerb : IVerb
{
    /// <summary>Beyond this share of what is free, the machine and not the limit would end a build-up.</summary>
    private const double MostOfFree = 0.8;

    /// <summary>Ends of kinds for functions that have networks or loops for vector code; this one has neither.</summary>
    private static readonly string[] s_variants = ["-nn", "-simd"];

    private readonly Option<string[]> _host = new("--host") { HelpName = "GLOB", Description = "Only these function hosts, such as wasm2c or 'worker:*' (may be repeated)" };
    private readonly Option<int> _instances = new("--instances") { HelpName = "N", Description = "Most to have alive at once in a host", DefaultValueFactory = static _ => 1000 };
    private readonly Option<int> _containers = new("--containers") { HelpName = "N", Description = "The same of containers: each takes its engine a third of a second or more", DefaultValueFactory = static _ => 50 };
    private readonly Option<long?> _memory = new("--memory") { HelpName = "SIZE", Description = "That all of them may take together, with the process that holds them (1G)", CustomParser = Amounts.ParseBytes };
    private readonly Option<int> _storm = new("--storm") { HelpName = "N", Description = "Instances to start at the same instant; 0 for none", DefaultValueFactory = static _ => 100 };
    private readonly Option<int> _processes = new("--processes", "--repeat") { HelpName = "N", Description = "Fresh processes of each host", DefaultValueFactory = static _ => MedianEstimate.FewestValues };
    private readonly Option<TimeSpan?> _budget = new("--budget") { Description = "Of measuring each host; it ends a build-up and a storm after its share (6m)", CustomParser = Durations.Parse };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of the order; a new one each run, and recorded" };
    private readonly Option<string?> _label = new("--label") { Description = "A name for this machine, to tell it from one that looks alike" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder of the results; must not hold a run yet" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if any host failed" };

    public int Order => 6;
    public string Example => "./bench density --host wasm2c --host 'wasmedge-*' --host worker:native-clang   how many instances of a function fit into 1 GiB";

    public Command Create(CliContext context)
    {
        Command command = new("density", "Measures how many instances of a function fit in memory, what each takes idle and active, and how fast one, and many at once, start.")
        {
            _host, _instances, _containers, _memory, _storm, _processes, _budget, _seed, _label, _out, _strict,
        };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        await using FunctionHosts hosts = FunctionHosts.OfThisMachine();
        string[] kinds = [.. hosts.Kinds.Where(static kind => !s_variants.Any(kind.EndsWith))];
        IReadOnlyList<string> chosen = Names.Select("function host", parsed.GetValue(_host) is { Length: > 0 } globs ? globs : ["*"], kinds, static one => one);
        int processes = AtLeast(parsed, _processes, 1);
        DensityPlan plan = new()
        {
            Instances = AtLeast(parsed, _instances, 1),
            MemoryBytes = Memory(parsed),
            Storm = AtLeast(parsed, _storm, 0),
            // Two parts a process.
            Time = (parsed.GetValue(_budget) ?? TimeSpan.FromMinutes(6)) / processes / 2,
        };
        DensitySession session = new(context, hosts)
        {
            Label = parsed.GetValue(_label) is string label ? MachineLabel.Checked(label) : null,
            Strict = parsed.GetValue(_strict),
        };
        return await session.RunAsync(chosen, plan, AtLeast(parsed, _containers, 1), processes, parsed.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1, 1_000_000), parsed.GetValue(_out), ct);
    }

    private long Memory(ParseResult parsed)
    {
        long bytes = parsed.GetValue(_memory) ?? 1L << 30, free = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return bytes <= free * MostOfFree ? bytes
            : throw new UsageException($"--memory is more than {MostOfFree:0%} of what this machine has ({free >> 20} MiB)");
    }

    private static int AtLeast(ParseResult parsed, Option<int> option, int least) => parsed.GetValue(option) is int number && number >= least ? number
        : throw new UsageException($"{option.Name} must be at least {least}");
}
