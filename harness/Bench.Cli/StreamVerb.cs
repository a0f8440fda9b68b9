using System.CommandLine;
using Bench.Core;
using Bench.Streams;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class StreamVerb : IVerb
{
    private readonly Argument<string> _scenario = new("SCENARIO.yaml") { Description = "What to send through which nodes: a file, or the name of one of workloads/streams" };
    private readonly Option<string[]> _transport = new("--transport") { Description = "Only these transports (glob; may be repeated)" };
    private readonly Option<string[]> _host = new("--host") { Description = "Only these function hosts (glob; may be repeated)" };
    private readonly Option<string[]> _rate = new("--rate") { Description = "Messages a second, or max, instead of the scenario's (may be repeated)" };
    private readonly Option<TimeSpan?> _duration = new("--duration") { Description = "Of each run, behind its warm-up, instead of the scenario's (10s)", CustomParser = Durations.Parse };
    private readonly Option<int?> _repetitions = new("--repetitions", "--processes") { Description = $"Runs of each case, instead of the scenario's; {MedianEstimate.FewestValues} are the fewest for an interval" };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of the order and of what sources send; a new one each run, and recorded" };
    private readonly Option<string?> _label = new("--label") { Description = "A name for this machine, to tell it from one that looks alike" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder of the results; must not hold a run yet" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Go on with the interrupted run of this scenario in this folder" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the cases instead of measuring them" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if any case failed" };

    public int Order => 6;
    public string Example => "./bench stream stream-quick --host delegate --host 'worker:*' --transport tcp   a message's way, and where its time goes";

    public Command Create(CliContext context)
    {
        Command command = new("stream", "Measures a scenario of the stream runtime: throughput, latency and where the time goes.")
        {
            _scenario, _transport, _host, _rate, _duration, _repetitions, _seed, _label, _out, _resume, _dryRun, _strict,
        };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        StreamScenario scenario = Changed(ScenarioReader.Load(FileOf(context, parsed.GetValue(_scenario)!)), parsed);
        IReadOnlyList<StreamCase> cases = StreamCase.Of(scenario);
        if (cases.Count == 0)
            throw new UsageException($"{scenario.Name} has neither rates nor a capacity to search for");
        if (parsed.GetValue(_dryRun))
        {
            foreach (StreamCase one in cases)
                context.Console.WriteLine(one.Id.ToString());
            return ExitCodes.Fine;
        }
        StreamSession session = new(context) { Label = parsed.GetValue(_label) is string label ? MachineLabel.Checked(label) : null, Strict = parsed.GetValue(_strict) };
        if (parsed.GetValue(_resume) is not string resume)
            return await session.BeginAsync(scenario, parsed.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1, 1_000_000), parsed.GetValue(_out), ct);
        Option? other = new Option[] { _seed, _label, _out }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        return other is null ? await session.ResumeAsync(scenario, resume, ct)
            : throw new UsageException($"{other.Name} cannot be given with --resume: a run goes on as it began");
    }

    /// <summary>A path, or a name of those that come with the project.</summary>
    internal static string FileOf(CliContext context, string given)
    {
        string folder = Path.Combine(context.Layout.Workloads, "streams");
        string[] known = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.yaml").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)] : [];
        return File.Exists(given) ? given
            : known.Contains(given) ? Path.Combine(folder, $"{given}.yaml")
            : given.Contains('/') || given.Contains('.') ? throw new UsageException($"{given} is not there")
            : throw Names.Unknown("scenario", given, known);
    }

    /// <summary>Those that come with the project.</summary>
    internal static IEnumerable<StreamScenario> Scenarios(CliContext context) =>
        Directory.EnumerateFiles(Path.Combine(context.Layout.Workloads, "streams"), "*.yaml").Order(StringComparer.Ordinal).Select(ScenarioReader.Load);

    private StreamScenario Changed(StreamScenario scenario, ParseResult parsed)
    {
        if (parsed.GetValue(_repetitions) is < 1)
            throw new UsageException("--repetitions must be at least 1");
        return scenario with
        {
            Transports = Names.Select("transport", parsed.GetValue(_transport) is { Length: > 0 } transports ? transports : ["*"], scenario.Transports, static one => one),
            Hosts = Names.Select("host", parsed.GetValue(_host) is { Length: > 0 } hosts ? hosts : ["*"], scenario.Hosts, static one => one),
            Rates = parsed.GetValue(_rate) is { Length: > 0 } rates ? [.. rates.Select(ScenarioReader.ParseRate)] : scenario.Rates,
            Duration = parsed.GetValue(_duration) ?? scenario.Duration,
            Repetitions = parsed.GetValue(_repetitions) ?? scenario.Repetitions,
        };
    }
}
