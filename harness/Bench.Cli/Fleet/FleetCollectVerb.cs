using System.CommandLine;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Cli;

/// <summary>Takes what nodes have kept after their caller went away.</summary>
internal sealed class FleetCollectVerb : IFleetVerb
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The fleet's folder" };
    private readonly Option<string[]> _fromLogs = new("--from-logs") { Description = "Read the nodes' lines from these files, as kubectl logs writes them, and ask no manager", HelpName = "FILE…", AllowMultipleArgumentsPerToken = true };

    public string Name => "collect";
    public int Order => 4;
    public string Example => "./bench fleet collect results/20260115-120000-fleet-quick";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Takes the results of a fleet whose caller was interrupted, waits for nodes that still measure, and compares.") { _folder, _fromLogs };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        string folder = parsed.GetValue(_folder)!;
        if (parsed.GetValue(_fromLogs) is { Length: > 0 } files)
            return await FleetSession.ShowAsync(context, folder, FleetLogs.Collect(folder, files), ct);
        FleetRecord fleet = FleetFolder.Read(folder);
        return await FleetSession.RunAsync(context, folder, FleetPatience.Default.WithProcessesOf(MeasuringOptions.TimeoutIn(fleet.Arguments)), (_, call) => call.CollectAsync(ct), ct);
    }
}
