using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet;
using Bench.Lab;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>
/// Three machines within this one, joined into a swarm, of which none has an image of the harness: two whose engines take images without
/// TLS, one whose engine is as it comes. The first is the manager; caller and registry run in its network.
/// </summary>
public sealed class PullFixture : IAsyncLifetime
{
    internal const string Open = "a.open", Strict = "b.strict";
    internal const string Registry = "10.77.0.11:5000";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("bench-pull-").FullName;
    private SwarmLab? _lab;

    /// <summary>Why there is none; null when there is one.</summary>
    public string? Missing { get; private set; }

    internal SwarmLab Lab => _lab!;

    /// <summary>By which the nodes pull it.</summary>
    internal string Image { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Missing = await FleetFixture.MissingAsync();
        if (Missing is not null)
            return;
        Image = $"{Registry}/bench:{(await FleetFixture.BuildAsync()).Split(':')[^1]}";
        _lab = await SwarmLab.StartAsync(new SwarmLabOptions
        {
            Nodes =
            [
                new() { Name = "vm-1", TakesPlainHttp = true, Labels = Labels(Open) },
                new() { Name = "vm-2", TakesPlainHttp = true, Labels = Labels(Open) },
                new() { Name = "vm-3", Labels = Labels(Strict) },
            ],
        }, default);
        Assert.StartsWith($"{Lab.Manager.Address}:", Registry, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>The command line, as somebody on the manager would type it.</summary>
    internal Command CommandOf(params string[] arguments) => Lab.Manager.Inside(BenchCommand.Of(arguments).WithEnvironment("DOCKER_HOST", Lab.Manager.DockerHost));

    internal Task<CapturedOutput> BenchAsync(params string[] arguments) => ChildProcess.CaptureAsync(CommandOf(arguments), s_patience, default);

    /// <summary>Serves the image; returns when it can be pulled.</summary>
    internal async Task<BackgroundProcess> ServeAsync(string log)
    {
        BackgroundProcess registry = BackgroundProcess.Start(CommandOf("image", "serve", "--listen", Registry), log);
        await UntilAsync(() => !registry.Exited.IsCompleted && File.ReadAllText(log).Contains($"--image {Image}", StringComparison.Ordinal), "the registry to listen");
        return registry;
    }

    /// <summary>As if no node had ever pulled.</summary>
    internal async Task ForgetAsync()
    {
        foreach (SwarmLabNode node in Lab.Nodes)
        {
            using DockerEngine engine = await node.ConnectAsync(default);
            using CancellationTokenSource limit = new(s_patience);
            while ((await engine.ListAsync(FleetLabels.Fleet, limit.Token)).Count > 0)
                await Task.Delay(20, limit.Token);
            await engine.RemoveImageAsync(Image, limit.Token);
        }
    }

    internal static async Task UntilAsync(Func<bool> holds, string what)
    {
        using CancellationTokenSource limit = new(s_patience);
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(5);
        }
    }

    private static Dictionary<string, string> Labels(string type) => new() { ["vm.type"] = type };
}
