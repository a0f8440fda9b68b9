using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Bench.Core;
using Bench.Lab;
using Command = Bench.Core.Command;

// What a fleet costs beyond measuring: the same suite here and on machines of a laboratory, in turn.

Option<int> nodeCount = new("--nodes") { Description = "Machines of the laboratory, each with one core", DefaultValueFactory = static _ => 2 };
Option<int> roundCount = new("--rounds") { Description = "Local run and fleet, in turn", DefaultValueFactory = static _ => 5 };
Option<int> processes = new("--processes") { Description = "Of each case", DefaultValueFactory = static _ => 20 };
Option<string> results = new("--results") { Description = "logs or stream", DefaultValueFactory = static _ => "logs" };

RootCommand root = new("Compares the time of a run on this machine with that of a fleet within it; builds and loads an image first.") { nodeCount, roundCount, processes, results };
root.SetAction(async (parsed, ct) =>
{
    if (await SwarmLab.MissingAsync(ct) is string missing)
    {
        Console.Error.WriteLine(missing);
        return 3;
    }
    string folder = Directory.CreateTempSubdirectory("bench-fleet-trial-").FullName;
    try
    {
        await RunAsync(parsed.GetValue(nodeCount), parsed.GetValue(roundCount), parsed.GetValue(processes), parsed.GetValue(results)!, folder, ct);
        return 0;
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
});
return await root.Parse(args).InvokeAsync();

static async Task RunAsync(int nodes, int rounds, int processes, string results, string folder, CancellationToken ct)
{
    string[] what = ["--suite", "smoke", "--size", "small", "--backend", "native-clang", "--workload", "nbody", "--workload", "pi"];
    string[] cases = [.. what, "--processes", processes.ToString(CultureInfo.InvariantCulture)];
    await using SwarmLab lab = await SwarmLab.StartAsync(
        new SwarmLabOptions { Nodes = [.. Enumerable.Range(0, nodes).Select(static i => new SwarmNodeOptions { Cores = (i % Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture) })] }, ct);
    await BenchAsync(BenchCommand(["image", "build", .. what.Where(static word => word is not ("--size" or "small"))]), ct);
    await BenchAsync(BenchCommand(["image", "load", .. lab.Nodes.SelectMany(static node => new[] { "--host", node.DockerHost })]), ct);

    List<double> local = [], fleet = [], preparing = [], ratios = [];
    for (int round = 0; round < rounds; round++)
    {
        string here = Path.Combine(folder, $"local-{round}"), there = Path.Combine(folder, $"fleet-{round}");
        // On one core, as each machine of the laboratory.
        Command alone = BenchCommand(["run", .. cases, "--out", here]);
        double one = await BenchAsync(alone with { Executable = "taskset", Arguments = ["--cpu-list", "0", alone.Executable, .. alone.Arguments] }, ct);
        double all = await BenchAsync(lab.Manager.Inside(BenchCommand(["fleet", "run", .. cases, "--results", results, "--out", there]).WithEnvironment("DOCKER_HOST", lab.Manager.DockerHost)), ct);
        double prepared = FleetFolder.Read(there).Nodes.Max(static node => node.PreparingSeconds!.Value);
        local.Add(one);
        fleet.Add(all);
        preparing.Add(prepared);
        ratios.Add((all - prepared) / one);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"local {one:0.00} s, fleet {all:0.00} s, of that preparing {prepared:0.00} s, ratio without it {ratios[^1]:0.000}"));
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"medians of {rounds}, {nodes} machines: local {Median(local):0.00} s, fleet {Median(fleet):0.00} s, preparing {Median(preparing):0.00} s, ratio without it {Median(ratios):0.000}"));
}

static Command BenchCommand(params string[] arguments)
{
    string root = RepoLayout.Find(AppContext.BaseDirectory).Root;
    return Command.Of(Path.Combine(root, "bench"), arguments) with { WorkingDirectory = root };
}

static async Task<double> BenchAsync(Command command, CancellationToken ct)
{
    long begin = Stopwatch.GetTimestamp();
    CapturedOutput output = await ChildProcess.CaptureAsync(command, TimeSpan.FromMinutes(15), ct);
    return output.Succeeded ? Stopwatch.GetElapsedTime(begin).TotalSeconds : throw new IOException($"{command.Display}: {output.Describe()} {output.Stderr}");
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}
