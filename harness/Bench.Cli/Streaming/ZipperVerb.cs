using System.CommandLine;
using System.Runtime.InteropServices;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>The zipper of a stream: takes messages from sources, hands them to functions.</summary>
internal sealed class ZipperVerb : IVerb
{
    private const PosixSignal UserSignal1 = (PosixSignal)10;
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(5);

    private readonly Option<string> _config = new("--config", "-c") { HelpName = "workflow.yaml", Description = "Name, host, port and functions", Required = true };
    private readonly Option<int?> _port = new("--port") { Description = "Instead of the workflow's; 0 takes a free one" };
    private readonly Option<string[]> _transport = new("--transport") { Description = "Transports to listen on, all with the same port number", DefaultValueFactory = static _ => [StreamTransports.Quic], AllowMultipleArgumentsPerToken = true };
    private readonly Option<FileInfo?> _trace = StreamNode.TraceOption();
    private readonly Option<int> _every = StreamNode.EveryOption();
    private readonly Option<bool> _json = StreamNode.JsonOption();

    public int Order => 10;
    public string Example => "./bench zipper -c workflow.yaml   (its counts: kill -USR1)";

    public Command Create(CliContext context)
    {
        Command command = new("zipper", "Runs the zipper of a stream: hands messages of sources to the functions that observe their tags.") { _config, _port, _transport, _trace, _every, _json };
        command.SetAction((parsed, ct) => StreamNode.RunAsync(() => RunAsync(context.Tools, parsed, ct)));
        return command;
    }

    private async Task RunAsync(Toolbox tools, ParseResult parsed, CancellationToken ct)
    {
        Workflow workflow = Workflow.Load(parsed.GetValue(_config)!, HostKinds.Fault);
        if (parsed.GetValue(_port) is int port)
            workflow = workflow with { Port = port };
        NodeReport report = new(parsed.GetValue(_json), StreamNode.TraceOf(parsed, _trace, _every), parsed.GetValue(_trace)?.FullName);
        ZipperOptions options = new()
        {
            Transports = parsed.GetValue(_transport)!,
            Trace = report.Trace,
            Log = static line => Console.Error.WriteLine($"bench: {line}"),
        };
        await using Zipper zipper = await Zipper.StartAsync(workflow, options, ct);
        using PosixSignalRegistration onUser = PosixSignalRegistration.Create(UserSignal1, signal =>
        {
            signal.Cancel = true;
            Say(report, "statistics", zipper.Statistics());
        });
        await using HostedFunctions hosted = new(tools, workflow, zipper.EndPoints[0], options.Transports[0]);
        report.Say("ready", $"zipper '{workflow.Name}' listens on {zipper.EndPoints[0]} ({string.Join(", ", options.Transports)})", ("endpoint", zipper.EndPoints[0].ToString()));
        await StreamNode.UntilStoppedAsync(Task.Delay(Timeout.Infinite, ct), ct);
        await zipper.StopAsync(s_drain);
        report.SaveTrace();
        Say(report, "end", zipper.Statistics());
    }

    private static void Say(NodeReport report, string name, ZipperStatistics counts)
    {
        report.Say(name,
            $"messages in {counts.FramesIn}, out {counts.FramesOut}, observed by nobody {counts.Unobserved}, dropped {counts.Dropped}; clients {counts.Peers.Count}, refused {counts.Refused}, closed for a fault {counts.Faulty}",
            ("framesIn", counts.FramesIn), ("framesOut", counts.FramesOut), ("unobserved", counts.Unobserved), ("dropped", counts.Dropped), ("refused", counts.Refused), ("faulty", counts.Faulty));
        if (report.Json)
            return;
        foreach (PeerStatistics peer in counts.Peers)
            Console.WriteLine($"  {peer.Kind} '{peer.Name}' at {peer.Remote}: in {peer.FramesIn}, out {peer.FramesOut}, waiting {peer.QueuedBytes} B");
    }
}
