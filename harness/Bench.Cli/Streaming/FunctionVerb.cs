using System.CommandLine;
using System.Diagnostics;
using Bench.Core;
using Bench.Hosts;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>A stream function in any host.</summary>
internal sealed class FunctionVerb : IVerb
{
    private readonly Argument<string> _function = new("FUNCTION") { Description = "A wasm module or program, or a function of this project: triple, upper, noise-average, recognise" };
    private readonly Option<string[]> _observe = TagOption.Observe("Tags to observe; those that the function declares if not given");
    private readonly Option<string> _host = new("--host") { HelpName = "KIND", Description = "Where it runs: delegate, wasmedge-interpreter, wasm2c (-nn: the host runs its network), worker:BACKEND, container", DefaultValueFactory = static _ => "wasmedge-interpreter" };
    private readonly Option<int> _concurrency = new("--concurrency") { Description = "Messages handled at once, each by a host of its own", DefaultValueFactory = static _ => 1 };
    private readonly StreamNode _node = new();

    public int Order => 12;
    public string Example => "./bench function triple --host wasmedge-interpreter --to localhost:9000";

    public Command Create(CliContext context)
    {
        Command command = new("function", "Runs a function of a stream: handles messages with the tags it observes, and sends its answers back.") { _function, _observe, _host, _concurrency };
        _node.AddTo(command);
        command.SetAction((parsed, ct) => StreamNode.RunAsync(() => RunAsync(parsed, ct)));
        return command;
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken ct)
    {
        string function = parsed.GetValue(_function)!, kind = parsed.GetValue(_host)!;
        NodeReport report = _node.Report(parsed);
        await using FunctionHosts? hosts = kind == HostKinds.Delegate ? null : FunctionHosts.OfThisMachine();
        if (hosts is not null)
            HostKinds.Require(kind, hosts);
        long began = Stopwatch.GetTimestamp();
        (Func<IFunctionHost> host, IReadOnlyList<byte> declared) = hosts is null ? BuiltInFunctions.Find(function)
            : (await hosts.PrepareAsync(kind, new FunctionSpec { Function = function }, ct), []);
        byte[] observe = [.. parsed.GetValue(_observe)!.Select(TagOption.Parse)];
        StreamFunctionOptions options = _node.Fill(new StreamFunctionOptions
        {
            Name = Path.GetFileNameWithoutExtension(function),
            Observe = observe.Length > 0 ? observe : declared,
            Host = host,
            Codec = _node.Codec(parsed),
            Concurrency = parsed.GetValue(_concurrency) is > 0 and int number ? number : throw new UsageException("--concurrency must be at least 1"),
            OnFault = static line => Console.Error.WriteLine($"bench: {line}"),
        }, parsed, report);
        await using StreamFunction running = await StreamNode.ConnectAsync(() => StreamFunction.ConnectAsync(_node.Address(parsed), options, ct), ct);
        double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        report.Say("ready", $"function '{options.Name}' is ready ({kind}, {milliseconds:0} ms)", ("startMilliseconds", milliseconds));
        await StreamNode.UntilStoppedAsync(running.Completion, ct);
        report.SaveTrace();
        FunctionStatistics counts = running.Statistics;
        string faults = counts.Faults.Count == 0 ? "none lost" : string.Join(", ", counts.Faults.Select(static fault => $"{fault.Value} lost ({fault.Key})"));
        report.Say("end", $"handled {counts.Handled}, {faults}, restarts {counts.Restarts}",
            ("handled", counts.Handled), ("restarts", counts.Restarts), ("faults", counts.Faults.ToDictionary(static fault => fault.Key.ToString(), static fault => fault.Value)));
    }
}
