using System.CommandLine;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Cli;

/// <summary>The same fleet for those who have Kubernetes.</summary>
internal sealed class FleetManifestVerb : IFleetVerb
{
    private const string Kubernetes = "kubernetes";

    private readonly Option<string> _kind = new("--kind") { Description = "kubernetes", DefaultValueFactory = static _ => Kubernetes };
    private readonly MeasuringOptions _measuring = new();
    private readonly Option<string?> _image = new("--image") { Description = "Name of the image, as the nodes can pull it" };
    private readonly Option<int> _nodes = new("--nodes") { Description = "How many nodes measure", DefaultValueFactory = static _ => 1 };
    private readonly Option<string[]> _on = new("--on") { Description = "Only nodes of which this holds: vm.type==a.small, topology.kubernetes.io/zone!=b (may be repeated, all must hold)", HelpName = "CONDITION" };
    private readonly Option<string> _labelKey = new("--label-key") { Description = "The label that vm.type stands for", DefaultValueFactory = static _ => KubernetesJob.InstanceTypeKey };
    private readonly Option<int> _cpus = new("--cpus") { Description = "Whole cores of each pod", DefaultValueFactory = static _ => 2 };
    private readonly Option<string> _memory = new("--memory") { Description = "Of each pod", DefaultValueFactory = static _ => "4Gi" };
    private readonly Option<string> _results = new("--results") { Description = "How rows come back: logs", DefaultValueFactory = static _ => "logs" };
    private readonly Option<string?> _name = new("--name") { Description = "Of the Job; bench, the suite and the type of machine if not given" };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "File to write to; standard output if not given" };

    public string Name => "manifest";
    public int Order => 7;
    public string Example => "./bench fleet manifest --suite quick --image registry.example/bench:1 --nodes 3 --on vm.type==a.small | kubectl apply -f -";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Writes the Job with which Kubernetes runs a suite once on each of several nodes.") { _kind, _image, _nodes, _on, _labelKey, _cpus, _memory, _results, _name, _out };
        _measuring.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(_kind) is not Kubernetes and string kind)
            throw Names.Unknown("kind", kind, [Kubernetes]);
        if (parsed.GetValue(_results) is not "logs" and string results)
            throw new UsageException($"--results {results}: from Kubernetes rows come back in the pods' logs, so only logs is possible");
        string suite = _measuring.Suite(parsed);
        // A name that is wrong here is wrong there.
        RunVerb.OptionsOf(context, suite);
        string key = NodeCondition.CheckedKey(parsed.GetValue(_labelKey)!);
        string[] words = [.. _measuring.Words(parsed)];
        NodeCondition[] on = [.. (parsed.GetValue(_on) ?? []).Select(one => NodeCondition.Parse(one, key))];
        KubernetesJob job = new KubernetesJob(
            parsed.GetValue(_name) ?? KubernetesJob.NameOf(suite, on.FirstOrDefault(one => one.Equal && one.Key == key)?.Value),
            [FleetMemberVerb.Name, .. words.Any(static word => word.StartsWith("--suite=", StringComparison.Ordinal)) ? words : [$"--suite={suite}", .. words]],
            parsed.GetValue(_image) ?? throw new UsageException("--image NAME is needed: the cluster's nodes pull it, so it has to be in a registry that they reach"))
        {
            Nodes = parsed.GetValue(_nodes),
            On = on,
            VmTypeKey = key,
            Cpus = parsed.GetValue(_cpus),
            Memory = parsed.GetValue(_memory)!,
        }.Checked();
        string yaml = KubernetesManifest.Render(job);
        if (parsed.GetValue(_out) is not string file)
        {
            // Not by the console of tables, which would fold long lines.
            Console.Out.Write(yaml);
            return ExitCodes.Fine;
        }
        try
        {
            await File.WriteAllTextAsync(file, yaml, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write {file}: {e.Message}", e);
        }
        return ExitCodes.Fine;
    }
}
