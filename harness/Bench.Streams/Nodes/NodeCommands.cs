using System.Globalization;
using Bench.Core;

namespace Bench.Streams;

/// <summary>Command lines of nodes: verbs of the bench tool, whose JSON lines say when a node is ready and what it has counted.</summary>
/// <param name="bench">The tool without a verb.</param>
public sealed class NodeCommands(Command bench)
{
    private const string SinkName = "bench-sink";

    /// <summary>Writes the workflow into the folder.</summary>
    internal Command Zipper(TrialPlan plan, string folder, string? trace)
    {
        string workflow = Path.Combine(folder, "workflow.yaml");
        IEnumerable<string> names = plan.Scenario.Functions.Select(static (_, i) => NameOf(i)).Append(SinkName);
        File.WriteAllText(workflow, $"name: {plan.Scenario.Name}\nhost: 127.0.0.1\nport: 9000\nfunctions:\n{string.Concat(names.Select(static name => $"  - name: {name}\n"))}");
        return Traced(bench.With("zipper", "-c", workflow, "--port", "0", "--transport", plan.Transport, "--json"), plan, trace);
    }

    internal Command Function(TrialPlan plan, int index, string endpoint, string? trace)
    {
        StreamFunctionPlan function = plan.Scenario.Functions[index];
        return Traced(bench.With("function", function.Function, "--to", endpoint, "--transport", plan.Transport, "--name", NameOf(index), "--observe", Tag(function.Observe),
            "--host", plan.Host, "--payload", plan.Scenario.Payload, "--codec", plan.Codec, "--json"), plan, trace);
    }

    /// <param name="expect">Ends after so many messages; null when it is told to.</param>
    internal Command Sink(TrialPlan plan, string endpoint, long? expect, string? trace)
    {
        Command command = bench.With("sink", "--to", endpoint, "--transport", plan.Transport, "--name", SinkName, "--observe", Tag(plan.Scenario.Tags[^1]),
            "--payload", plan.Scenario.Payload, "--codec", plan.Codec, "--json");
        return Traced(expect is long count ? command.With("--count", Text(count)) : command, plan, trace);
    }

    /// <summary>Shows no more than it writes: each of the images with its answer.</summary>
    internal Command PictureSink(TrialPlan plan, string endpoint, string pictures) =>
        Sink(plan, endpoint, plan.Messages, null).With("--images", Tag(plan.Scenario.Tags[0]), "--pictures", pictures);

    internal Command Source(TrialPlan plan, string endpoint, string? trace)
    {
        string[] length = plan.Messages is long count ? ["--count", Text(count)] : ["--duration", string.Create(CultureInfo.InvariantCulture, $"{(plan.WarmUp + plan.Duration).TotalSeconds:0.###}s")];
        return Traced(bench.With("source", "--to", endpoint, "--transport", plan.Transport, "--tag", Tag(plan.Scenario.Tags[0]), "--rate", plan.Rate is int rate ? Text(rate) : "max",
            "--arrival", plan.Scenario.Arrival, "--payload", plan.Scenario.Payload, "--codec", plan.Codec, "--seed", Text((long)(plan.Seed % int.MaxValue)), "--json").With(length), plan, trace);
    }

    private static Command Traced(Command command, TrialPlan plan, string? trace) =>
        trace is null ? command : command.With("--trace", trace, "--trace-every", Text(plan.TraceEvery));

    private static string NameOf(int function) => string.Create(CultureInfo.InvariantCulture, $"function-{function + 1}");

    private static string Tag(byte tag) => string.Create(CultureInfo.InvariantCulture, $"0x{tag:x2}");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
