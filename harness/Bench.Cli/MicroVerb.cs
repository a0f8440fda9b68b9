using System.CommandLine;
using Bench.Backends.Micro;
using Bench.Core;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class MicroVerb : IVerb
{
    /// <summary>In headers, where other runs have the name of their suite.</summary>
    internal const string Suite = "micro";

    /// <summary>What a .NET program does unless somebody has thought about it.</summary>
    private const string Baseline = "json-source-generated";

    private static readonly TimeSpan s_buildTimeout = TimeSpan.FromMinutes(10), s_caseTimeout = TimeSpan.FromMinutes(1);

    private readonly Option<string[]> _filter = new("--filter") { Description = "Only these cases, WORKLOAD/SIZE/CONTESTANT with * and ?; '*' for all, without it what the report's tables need (may be repeated)", HelpName = "GLOB" };
    private readonly Option<int?> _processes = new("--processes") { Description = $"Fresh processes per case; {MedianEstimate.FewestValues} if not given, the fewest for an interval" };
    private readonly Option<bool> _quick = new("--quick") { Description = "One process per case: does it work, and what is the order of magnitude?" };
    private readonly Option<bool> _list = new("--list") { Description = "Show the cases instead of measuring them" };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of the order; a new one each run, and recorded" };
    private readonly Option<bool> _noPin = new("--no-pin") { Description = "Let the measuring thread use all cores" };
    private readonly Option<string?> _label = new("--label") { Description = "A name for this machine, to tell it from one that looks alike" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder of the results; must not hold a run yet" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Go on with the interrupted run in this folder" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if any case failed" };

    public int Order => 5;
    public string Example => "./bench micro --filter 'take-value/c63-*/*'   Y3, JSON and protobuf: one value out of 63";

    public Command Create(CliContext context)
    {
        Command command = new("micro", "Measures codecs inside a .NET process with BenchmarkDotNet: nanoseconds and bytes an operation.")
        {
            _filter, _processes, _quick, _list, _seed, _noPin, _label, _out, _resume, _strict,
        };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        string? label = parsed.GetValue(_label) is string given ? MachineLabel.Checked(given) : null;
        RunRecord? earlier = parsed.GetValue(_resume) is string resume ? Earlier(parsed, resume) : null;
        int processes = ProcessesOf(parsed);
        if (await context.Tools.ProbeAsync("dotnet", ct) is Availability.Missing missing)
            throw new UsageException($"{missing.Reason}; {missing.Remedy}");
        MicroProgram program = new(context.Tools);
        if (await ListAsync(context, program, ct) is not MicroCatalog catalog)
            return ExitCodes.NothingMeasured;

        RunSession session = new(context) { Label = label, Verb = "micro", MeasuringTools = catalog.Tools };
        if (earlier is not null)
            return await session.ResumeAsync(parsed.GetValue(_resume)!, earlier, program.Plan(catalog, earlier.Header.Cases), parsed.GetValue(_strict), ct);
        string[] globs = parsed.GetValue(_filter) ?? [];
        foreach (MicroAbsence one in catalog.Absent)
            if (globs.Length == 0 || globs.Any(glob => Names.Matches(glob.Split('/')[0], one.Workload)))
                Console.Error.WriteLine($"bench: {one.Workload} is left out: {one.Reason}");
        CaseId[] cases = globs.Length == 0 ? [.. catalog.Cases.Where(static one => one.Standard).Select(static one => one.Id)]
            : [.. Names.Select("case", globs, catalog.Cases, static one => one.Case).Select(static one => one.Id)];
        if (parsed.GetValue(_list))
        {
            foreach (CaseId one in cases)
                context.Console.WriteLine(one.ToString());
            return ExitCodes.Fine;
        }
        ulong seed = parsed.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1, 1_000_000);
        return await session.BeginAsync(OptionsOf(globs, processes, pin: !parsed.GetValue(_noPin)), program.Plan(catalog, cases), seed, parsed.GetValue(_out), parsed.GetValue(_strict), ct);
    }

    private RunRecord Earlier(ParseResult parsed, string folder)
    {
        Option? other = new Option[] { _filter, _processes, _quick, _list, _seed, _noPin, _label, _out }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (other is not null)
            throw new UsageException($"{other.Name} cannot be given with --resume: a run goes on as it began");
        RunRecord earlier = RunFolder.Read(folder);
        return earlier.Header.Options.Suite == Suite ? earlier : throw new UsageException("such a run goes on with ./bench run --resume");
    }

    private int ProcessesOf(ParseResult parsed) => (parsed.GetValue(_processes), parsed.GetValue(_quick)) switch
    {
        (not null, true) => throw new UsageException("--quick is --processes 1: give one of them"),
        (< 1, _) => throw new UsageException("--processes must be at least 1"),
        (int processes, _) => processes,
        (null, true) => 1,
        _ => MedianEstimate.FewestValues,
    };

    /// <returns>Null when the program cannot be built; the reason has been said.</returns>
    private static async Task<MicroCatalog?> ListAsync(CliContext context, MicroProgram program, CancellationToken ct)
    {
        ConsoleProgress progress = ConsoleProgress.OnStandardError();
        try
        {
            progress.Preparing(0, 1, "Bench.Micro");
            return await program.ListAsync(new ArtifactStore(context.Layout, s_buildTimeout), ct);
        }
        catch (BuildFailedException e)
        {
            progress.Clear();
            Console.Error.WriteLine($"bench: {e.Message}");
            return null;
        }
        finally
        {
            progress.Clear();
        }
    }

    /// <param name="globs">Over whole case ids, which takes the place of those over workloads.</param>
    private static RunOptions OptionsOf(string[] globs, int processes, bool pin) => new()
    {
        Suite = Suite,
        Workloads = globs.Length == 0 ? ["*"] : globs,
        Processes = processes,
        Baseline = Baseline,
        CaseTimeout = s_caseTimeout,
        MemoryLimitBytes = Math.Min(4L << 30, MachineInfo.Read().MemoryBytes / 5 * 4),
        Pin = pin,
        PinnedCore = pin ? Affinity.ChooseCore() : null,
    };
}
