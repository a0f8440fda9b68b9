using System.CommandLine;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Cli;

/// <summary>Orders a suite on the nodes of a swarm and stays until their results are here.</summary>
internal sealed class FleetRunVerb : IFleetVerb
{
    private readonly MeasuringOptions _measuring = new();
    private readonly Option<string[]> _on = new("--on") { Description = "Only nodes of which this holds: vm.type==a.small, node.hostname!=vm-3 (may be repeated, all must hold)", HelpName = "CONDITION" };
    private readonly Option<string?> _image = new("--image") { Description = "Name of the image, with a registry's or of what the nodes have; the one that ./bench image build made last if not given" };
    private readonly Option<string> _results = new("--results") { Description = "How rows come back: logs (of the service), stream (our own stream runtime, over QUIC), volume (a folder that nodes and this machine share)", DefaultValueFactory = static _ => "logs" };
    private readonly Option<string?> _volume = new("--volume") { Description = "The shared folder, the same path everywhere; for --results volume", HelpName = "DIR" };
    private readonly Option<string?> _listen = new("--listen") { Description = "Where the nodes reach this machine; the manager's address and a free port if not given; for --results stream", HelpName = "HOST[:PORT]" };
    private readonly Option<string?> _currency = new("--currency") { Description = "Of the nodes' prices: USD if not given" };
    private readonly Option<TimeSpan?> _lostAfter = new("--lost-after") { Description = "A node that has been down for this long is lost (30s)", CustomParser = Durations.Parse };
    private readonly Option<string?> _out = new("--out") { Description = "Folder of the results; must not hold a fleet yet" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Measure what is missing in this folder", HelpName = "DIR" };

    public string Name => "run";
    public int Order => 3;
    public string Example => "./bench fleet run --suite quick --on 'vm.type==a.small' --processes 10";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Runs a suite once on each node, all at the same time, and compares the machines.");
        _measuring.AddTo(command);
        foreach (Option option in Own)
            command.Options.Add(option);
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private IEnumerable<Option> Own => [_on, _image, _results, _volume, _listen, _currency, _lostAfter, _out, _resume];

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        FleetPatience patience = parsed.GetValue(_lostAfter) is TimeSpan down ? FleetPatience.Default with { Down = down } : FleetPatience.Default;
        if (parsed.GetValue(_resume) is string resume)
        {
            Option? other = _measuring.All.Concat(Own).FirstOrDefault(option => option != _resume && option != _lostAfter && parsed.GetResult(option) is { Implicit: false });
            if (other is not null)
                throw new UsageException($"{other.Name} cannot be given with --resume: a fleet goes on as it began");
            FleetRecord earlier = FleetFolder.Read(resume);
            return await FleetSession.RunAsync(context, resume, patience.WithProcessesOf(MeasuringOptions.TimeoutIn(earlier.Arguments)), (_, call) => call.ResumeAsync(ct), ct);
        }
        if (!Enum.TryParse(parsed.GetValue(_results), ignoreCase: true, out ResultsWay way) || !Enum.IsDefined(way))
            throw Names.Unknown("way of results", parsed.GetValue(_results)!, Enum.GetValues<ResultsWay>().Select(static one => one.ToString().ToLowerInvariant()));
        string? volume = parsed.GetValue(_volume);
        if ((way == ResultsWay.Volume) != (volume is not null) || (volume is not null && (!Path.IsPathRooted(volume) || !Directory.Exists(volume))))
            throw new UsageException("--results volume and --volume DIR belong together: an absolute path of a folder that is there, here and on all nodes");
        if (parsed.GetValue(_listen) is not null && way != ResultsWay.Stream)
            throw new UsageException("--listen is for --results stream");
        if (parsed.GetValue(_currency) is string currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            throw new UsageException($"--currency '{currency}': expected three capital letters, as USD");
        string suite = _measuring.Suite(parsed);
        // A name that is wrong here is wrong there.
        RunVerb.OptionsOf(context, suite);
        string folder = parsed.GetValue(_out) ?? FleetSession.FolderOf(context, suite);
        if (FleetFolder.IsOne(folder))
            throw new UsageException($"{folder} holds a fleet already: --resume goes on with it, --out names another folder");
        FleetPlan plan = new()
        {
            Suite = suite,
            Arguments = _measuring.Words(parsed),
            On = parsed.GetValue(_on) ?? [],
            Image = parsed.GetValue(_image) ?? "",
            Results = way,
            Volume = volume,
            Listen = parsed.GetValue(_listen),
            Currency = parsed.GetValue(_currency),
        };
        return await FleetSession.RunAsync(context, folder, patience.WithProcessesOf(MeasuringOptions.TimeoutIn(plan.Arguments)), async (swarm, call) =>
        {
            (string image, string? id) = await FleetImage.FindAsync(context, swarm.Socket, parsed.GetValue(_image), ct);
            return await call.BeginAsync(plan with { Image = image, ImageId = id }, ct);
        }, ct);
    }
}
