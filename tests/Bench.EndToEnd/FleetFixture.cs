using Bench.Core;
using Bench.Lab;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Classes that share one fleet, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedFleet : ICollectionFixture<FleetFixture>
{
    public const string Name = "fleet";
}

/// <summary>
/// Two machines within this one, joined into a swarm, that have an image of the harness: one with a core of its own, one with a
/// quarter of the other core. The caller runs in the network of the manager.
/// </summary>
public sealed class FleetFixture : IAsyncLifetime
{
    internal const string Fast = "fast.large", Slow = "slow.small";

    /// <summary>Options of a small image.</summary>
    internal static readonly string[] Contents = ["--suite", "smoke", "--backend", "native-clang", "--workload", "nbody", "--workload", "pi", "--workload", "nop"];

    private static readonly TimeSpan s_image = TimeSpan.FromMinutes(6), s_run = TimeSpan.FromMinutes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("bench-fleet-").FullName;
    private SwarmLab? _lab;

    /// <summary>Why there is none; null when there is one.</summary>
    public string? Missing { get; private set; }

    internal SwarmLab Lab => _lab!;
    internal SwarmLabNode FastNode => Lab.Nodes[0];
    internal SwarmLabNode SlowNode => Lab.Nodes[1];

    /// <summary>Name of the image.</summary>
    internal string Image { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Missing = await MissingAsync();
        if (Missing is not null)
            return;
        _lab = await SwarmLab.StartAsync(new SwarmLabOptions
        {
            Nodes =
            [
                new() { Name = "vm-fast", Cores = "0", Labels = Labels(Fast, "0.30") },
                new() { Name = "vm-slow", Cores = "1", CpuQuota = 0.25, Labels = Labels(Slow, "0.03") },
            ],
        }, default);
        Image = await BuildAsync();
        CapturedOutput loaded = await ChildProcess.CaptureAsync(BenchCommand.Of(["image", "load", .. Lab.Nodes.SelectMany(static node => new[] { "--host", node.DockerHost })]), s_image, default);
        Assert.True(loaded.Succeeded, loaded.Describe());
    }

    public async Task DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Why nothing can be measured by machines within this one; null where it can.</summary>
    internal static async Task<string?> MissingAsync() => await SwarmLab.MissingAsync(default)
        ?? (await Machine.Tools.ProbeAsync("clang", default) is Availability.Missing missing ? $"{missing.Reason}; {missing.Remedy}" : null);

    /// <summary>Builds an image with <see cref="Contents"/>.</summary>
    /// <returns>Its name.</returns>
    internal static async Task<string> BuildAsync()
    {
        CapturedOutput built = await ChildProcess.CaptureAsync(BenchCommand.Of(["image", "build", .. Contents]), s_image, default);
        Assert.True(built.Succeeded, built.Describe());
        return built.Stdout.Split('\n').Last(static line => line.StartsWith("localhost/bench:", StringComparison.Ordinal)).Trim();
    }

    internal string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>The command line, as somebody on the manager would type it.</summary>
    internal Command CommandOf(params string[] arguments) => FastNode.Inside(BenchCommand.Of(arguments).WithEnvironment("DOCKER_HOST", FastNode.DockerHost));

    internal Task<CapturedOutput> BenchAsync(params string[] arguments) => ChildProcess.CaptureAsync(CommandOf(arguments), s_run, default);

    private static Dictionary<string, string> Labels(string type, string price) => new() { ["vm.type"] = type, ["price"] = price };
}
