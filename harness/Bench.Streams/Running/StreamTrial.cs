using System.Diagnostics;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Streams;

/// <summary>Runs trials: builds a stream of fresh processes, lets the source send, takes everything down and reads what the nodes recorded.</summary>
internal sealed class StreamTrial(NodeCommands commands)
{
    /// <summary>A function's host may have to be compiled, or its image made.</summary>
    private static readonly TimeSpan s_functionReady = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_ready = TimeSpan.FromSeconds(30);

    /// <summary>How much longer than planned a source may take: it waits where the stream does not keep up.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(30);

    /// <summary>What has not arrived so long after the last message was sent is lost.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(2);

    /// <summary>Whether a transport, and a host over it, are to be had at all. Takes the time of what a host has to have made once.</summary>
    /// <exception cref="NodeFaultException">They are not.</exception>
    internal async Task ProbeAsync(TrialPlan plan, bool withFunctions, CancellationToken ct)
    {
        await using NodeGroup nodes = new();
        StreamNode zipper = nodes.Start("zipper", commands.Zipper(plan, nodes.Folder, null));
        string endpoint = await EndpointAsync(zipper, ct);
        if (withFunctions)
            await Task.WhenAll(StartFunctions(nodes, plan, endpoint, traced: false).Select(function => function.ReadyAsync(s_functionReady, ct)));
    }

    /// <exception cref="NodeFaultException">A node failed, or nothing arrived.</exception>
    internal async Task<IReadOnlyList<Reading>> RunAsync(TrialPlan plan, CancellationToken ct)
    {
        await using NodeGroup nodes = new();
        (StreamNode zipper, StreamNode[] functions, StreamNode sink, string endpoint) = await BuildAsync(nodes, plan, traced: true,
            address => commands.Sink(plan, address, plan.Messages, nodes.TraceOf("sink")), ct);
        StreamNode source = nodes.Start("source", commands.Source(plan, endpoint, nodes.TraceOf("source")));
        await using UsageWatch usage = new(nodes.Nodes, plan.WarmUp, plan.WarmUp + plan.Duration);
        NodeEvent sent = await NodeGroup.ServedBy(source.EndedAsync(plan.WarmUp + plan.Duration + s_late, ct), [zipper, .. functions]);
        IReadOnlyList<Reading> used = await usage.FinishAsync();
        NodeEvent received = await DrainAsync(sink, plan, ct);
        foreach (StreamNode function in functions)
            await function.EndAsync(ct);
        await zipper.EndAsync(ct);

        MessageLedger ledger = MessageLedger.Of(ReadTraces(nodes, plan), plan.WarmUp);
        return [.. LatencyReadings.Of(ledger), .. Counts(sent, received, ledger, plan), .. used];
    }

    /// <summary>Sends some messages and keeps the images among them with their answers.</summary>
    /// <exception cref="NodeFaultException">A node failed.</exception>
    internal async Task<IReadOnlyList<StreamPicture>> PicturesAsync(TrialPlan plan, CancellationToken ct)
    {
        await using NodeGroup nodes = new();
        string file = Path.Combine(nodes.Folder, "pictures.jsonl");
        (StreamNode zipper, StreamNode[] functions, StreamNode sink, string endpoint) = await BuildAsync(nodes, plan, traced: false,
            address => commands.PictureSink(plan, address, file), ct);
        StreamNode source = nodes.Start("source", commands.Source(plan, endpoint, null));
        await NodeGroup.ServedBy(source.EndedAsync(plan.Duration + s_late, ct), [zipper, .. functions]);
        await NodeGroup.ServedBy(Task.WhenAny(sink.Exited, Task.Delay(s_late, ct)), [zipper, .. functions]);
        if (!sink.Exited.IsCompleted)
            await sink.EndAsync(ct);
        try
        {
            return StreamPicture.Load(file);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new NodeFaultException(FailureCause.Protocol, $"sink: its file of pictures cannot be read: {e.Message}");
        }
    }

    /// <summary>From the spawn of the function's node until its first answer has reached the sink, while the source sends.</summary>
    /// <exception cref="NodeFaultException">A node failed, or there was no answer.</exception>
    internal async Task<IReadOnlyList<Reading>> ColdStartAsync(TrialPlan plan, CancellationToken ct)
    {
        await using NodeGroup nodes = new();
        StreamNode zipper = nodes.Start("zipper", commands.Zipper(plan, nodes.Folder, null));
        string endpoint = await EndpointAsync(zipper, ct);
        StreamNode sink = nodes.Start("sink", commands.Sink(plan, endpoint, expect: 1, null));
        await sink.ReadyAsync(s_ready, ct);
        StreamNode source = nodes.Start("source", commands.Source(plan with { WarmUp = TimeSpan.Zero, Duration = s_functionReady }, endpoint, null));
        await source.ReadyAsync(s_ready, ct);

        long begin = Stopwatch.GetTimestamp();
        StreamNode[] functions = [.. StartFunctions(nodes, plan, endpoint, traced: false)];
        NodeEvent answer = await NodeGroup.ServedBy(sink.EndedAsync(s_functionReady, ct), [zipper, source, .. functions]);
        return answer.Count("firstTicks") is long first && first > begin
            ? [new Reading(0, StreamPhases.ColdStart, Metric.Wall, first - begin)]
            : throw new NodeFaultException(FailureCause.Protocol, "sink: its end has no firstTicks behind the start of the function");
    }

    /// <summary>All nodes but the source, ready.</summary>
    /// <param name="commandOfSink">Of the zipper's endpoint.</param>
    private async Task<(StreamNode Zipper, StreamNode[] Functions, StreamNode Sink, string Endpoint)> BuildAsync(
        NodeGroup nodes, TrialPlan plan, bool traced, Func<string, Command> commandOfSink, CancellationToken ct)
    {
        StreamNode zipper = nodes.Start("zipper", commands.Zipper(plan, nodes.Folder, traced ? nodes.TraceOf("zipper") : null));
        string endpoint = await EndpointAsync(zipper, ct);
        StreamNode[] functions = [.. StartFunctions(nodes, plan, endpoint, traced)];
        StreamNode sink = nodes.Start("sink", commandOfSink(endpoint));
        await NodeGroup.ServedBy(Task.WhenAll([sink.ReadyAsync(s_ready, ct), .. functions.Select(function => function.ReadyAsync(s_functionReady, ct))]), [zipper]);
        return (zipper, functions, sink, endpoint);
    }

    private IEnumerable<StreamNode> StartFunctions(NodeGroup nodes, TrialPlan plan, string endpoint, bool traced)
    {
        for (int i = 0; i < plan.Scenario.Functions.Count; i++)
            foreach (string name in NamesOf(plan, i))
                yield return nodes.Start(name, commands.Function(plan, i, endpoint, traced ? nodes.TraceOf(name) : null));
    }

    /// <summary>Of a function's nodes: function-1, or function-1a, function-1b where there are several.</summary>
    private static IEnumerable<string> NamesOf(TrialPlan plan, int function) => plan.Scenario.Functions[function].Instances is 1
        ? [$"function-{function + 1}"]
        : Enumerable.Range(1, plan.Scenario.Functions[function].Instances).Select(instance => $"function-{function + 1}-{instance}");

    private static async Task<string> EndpointAsync(StreamNode zipper, CancellationToken ct) =>
        (await zipper.ReadyAsync(s_ready, ct)).Text("endpoint") ?? throw new NodeFaultException(FailureCause.Protocol, "zipper: its ready has no endpoint");

    private static async Task<NodeEvent> DrainAsync(StreamNode sink, TrialPlan plan, CancellationToken ct)
    {
        // Of a saturated stream nobody knows how many are still to come.
        await Task.WhenAny(sink.Exited, Task.Delay(s_drain, ct));
        ct.ThrowIfCancellationRequested();
        return plan.Messages is not null && sink.Exited.IsCompleted ? await sink.EndedAsync(s_drain, ct) : await sink.EndAsync(ct);
    }

    private static StreamTraces ReadTraces(NodeGroup nodes, TrialPlan plan)
    {
        IReadOnlyList<StreamMark> Read(string name)
        {
            try
            {
                (IReadOnlyList<StreamMark> marks, long frequency, long lost) = StreamTrace.Load(nodes.TraceOf(name));
                // Which messages would be missing depends on how fast they were.
                return lost > 0 ? throw new InvalidDataException($"its trace had no room for {lost} marks; give the scenario a larger traceEvery than {plan.TraceEvery}")
                    : frequency == Stopwatch.Frequency ? marks
                    : throw new InvalidDataException($"its clock has {frequency} ticks a second, this process's {Stopwatch.Frequency}");
            }
            catch (IOException e)
            {
                throw new NodeFaultException(FailureCause.Protocol, $"{name} wrote no trace: {e.Message}");
            }
            catch (InvalidDataException e)
            {
                throw new NodeFaultException(FailureCause.Protocol, $"{name}: {e.Message}");
            }
        }
        IReadOnlyList<IReadOnlyList<StreamMark>> functions = [.. plan.Scenario.Functions.Select((_, i) => (IReadOnlyList<StreamMark>)[.. NamesOf(plan, i).SelectMany(Read)])];
        return new StreamTraces(Read("source"), Read("zipper"), functions, Read("sink"), plan.Scenario.Tags);
    }

    private static IEnumerable<Reading> Counts(NodeEvent source, NodeEvent sink, MessageLedger ledger, TrialPlan plan)
    {
        if (source.Count("sent") is not long sent || sink.Count("received") is not long received || sink.Count("duplicates") is not long duplicates)
            throw new NodeFaultException(FailureCause.Protocol, "source or sink did not say how many messages it had seen");
        long arrived = received - duplicates;
        if (arrived == 0 || ledger.Messages.Count == 0)
            throw new NodeFaultException(FailureCause.WrongOutput, arrived == 0 ? $"none of {sent} messages arrived" : $"{arrived} of {sent} messages arrived, but none of those behind the warm-up was traced by every node ({ledger.Unjoined} by some)");
        foreach ((Metric metric, long count) in new[] { (Metric.Sent, sent), (Metric.Received, received), (Metric.Lost, Math.Max(0, sent - arrived)), (Metric.Duplicated, duplicates), (Metric.Unjoined, ledger.Unjoined * (long)plan.TraceEvery) })
            yield return new Reading(0, StreamPhases.Latency, metric, count);
        if (source.Count("firstTicks") is long first && sink.Count("lastTicks") is long last && last > first)
            yield return new Reading(0, StreamPhases.Latency, Metric.PerSecond, (long)Math.Round(arrived * (double)Stopwatch.Frequency / (last - first)));
    }
}
