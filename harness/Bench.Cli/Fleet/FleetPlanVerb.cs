using System.CommandLine;
using Bench.Core;
using Bench.Fleet;
using Bench.Reports;

namespace Bench.Cli;

/// <summary>A fleet on paper, before anybody pays for it.</summary>
internal sealed class FleetPlanVerb : IFleetVerb
{
    private const int MostMachines = 1_000_000;
    private const double Dearest = 1e6;

    private readonly Option<int?> _machines = new("--machines") { Description = "How many" };
    private readonly Option<string?> _from = new("--from") { Description = "Folder of a fleet that was run: times, bytes and price where they are not given", HelpName = "DIR" };
    private readonly Option<double?> _minutes = new("--minutes") { Description = "That the suite takes on the slowest machine" };
    private readonly Option<TimeSpan?> _overhead = new("--overhead") { Description = "Of a node, before and behind its measuring (20s)", CustomParser = Durations.Parse };
    private readonly Option<double?> _price = new("--price") { Description = "Of a machine and an hour" };
    private readonly Option<string?> _currency = new("--currency") { Description = "Of the price; USD if not given" };
    private readonly Option<double?> _failures = new("--failure-rate") { Description = "Of one machine (0.001/h)", CustomParser = Quantities.ParseRate, HelpName = "RATE" };
    private readonly Option<long?> _bytes = new("--bytes-per-node") { Description = "That a node sends to the caller (3MB)", CustomParser = Quantities.ParseBytes, HelpName = "BYTES" };
    private readonly Option<double?> _callerBandwidth = new("--caller-bandwidth") { Description = "Of this machine, receiving (1Gbit/s)", CustomParser = Quantities.ParseBandwidth, HelpName = "BANDWIDTH" };
    private readonly Option<long?> _image = new("--image-bytes") { Description = "Of the image that nodes pull (400MB); leave it out where they have it", CustomParser = Quantities.ParseBytes, HelpName = "BYTES" };
    private readonly Option<int> _registries = new("--registries") { Description = "That the nodes pull from, each by its share of them", DefaultValueFactory = static _ => 1 };
    private readonly Option<double?> _registryBandwidth = new("--registry-bandwidth") { Description = "Of each registry, sending (10Gbit/s)", CustomParser = Quantities.ParseBandwidth, HelpName = "BANDWIDTH" };
    private readonly Option<double?> _nodeBandwidth = new("--node-bandwidth") { Description = "Of each node, receiving (1Gbit/s)", CustomParser = Quantities.ParseBandwidth, HelpName = "BANDWIDTH" };

    public string Name => "plan";
    public int Order => 8;
    public string Example => "./bench fleet plan --machines 1000 --minutes 10 --price 0.10 --failure-rate 0.001/h --bytes-per-node 3MB";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Time, load, losses and cost of a fleet on paper; docs/fleet.md has the formulas.")
        {
            _machines, _from, _minutes, _overhead, _price, _currency, _failures, _bytes, _callerBandwidth, _image, _registries, _registryBandwidth, _nodeBandwidth,
        };
        command.SetAction((parsed, _) => Task.FromResult(Show(context, parsed)));
        return command;
    }

    private int Show(CliContext context, ParseResult parsed)
    {
        MeasuredFleet? from = parsed.GetValue(_from) is string folder ? MeasuredFleet.Read(folder) : null;
        if (parsed.GetValue(_machines) is not (>= 1 and <= MostMachines and int machines))
            throw new UsageException($"--machines N is needed, 1 to {MostMachines}");
        double minutes = parsed.GetValue(_minutes) ?? from?.Measuring.TotalMinutes ?? throw new UsageException("--minutes N is needed, or --from DIR with a fleet that was run");
        if (minutes is not (> 0 and <= 1e6))
            throw new UsageException("--minutes must be above 0, and not above a million");
        if (parsed.GetValue(_price) is not (null or (> 0 and <= Dearest)))
            throw new UsageException($"--price must be above 0 and not above {Dearest:0}");
        if (parsed.GetValue(_registries) is not (>= 1 and <= MostMachines))
            throw new UsageException($"--registries must be 1 to {MostMachines}");
        bool network = parsed.GetValue(_registryBandwidth) is not null || parsed.GetValue(_nodeBandwidth) is not null;
        if (parsed.GetValue(_image) is not null != network)
            throw new UsageException("--image-bytes belongs to --registry-bandwidth or --node-bandwidth, and they to it: without both there is no time");
        FleetForecast forecast = FleetForecast.Of(new ForecastInput
        {
            Machines = machines,
            Measuring = TimeSpan.FromMinutes(minutes),
            Overhead = parsed.GetValue(_overhead) ?? from?.Overhead ?? TimeSpan.Zero,
            FailuresPerHour = parsed.GetValue(_failures),
            PricePerHour = parsed.GetValue(_price) ?? from?.PricePerHour,
            BytesPerNode = parsed.GetValue(_bytes) ?? from?.BytesPerNode,
            ImageBytes = parsed.GetValue(_image),
            Registries = parsed.GetValue(_registries),
            RegistryBandwidth = parsed.GetValue(_registryBandwidth),
            NodeBandwidth = parsed.GetValue(_nodeBandwidth),
            CallerBandwidth = parsed.GetValue(_callerBandwidth),
        });
        ConsoleTable.Write(context.Console, new ReportTable
        {
            Title = "A fleet on paper",
            Columns = [new("what", ColumnAlignment.Left), new("how much"), new("of", ColumnAlignment.Left)],
            Rows = [.. ForecastTable.Rows(forecast, parsed.GetValue(_currency) ?? from?.Currency ?? FleetRecord.DefaultCurrency).Select(static row => new ReportCell[] { row.What, row.Value, row.Of })],
            Notes = from is null ? [] : [$"What was not given is that of {parsed.GetValue(_from)}, whose nodes that are done number {from.Nodes}."],
        });
        return ExitCodes.Fine;
    }
}
