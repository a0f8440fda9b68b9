using System.Text.Json;
using Bench.Core;
using Bench.Fleet;
using Bench.Lab;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The verbs that look after the machines of a swarm, in one of two machines.</summary>
public sealed class FleetVerbTests : IAsyncLifetime
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(1);

    private string? _missing;
    private SwarmLab? _lab;

    public async Task InitializeAsync()
    {
        _missing = await SwarmLab.MissingAsync(CancellationToken.None);
        if (_missing is null)
            _lab = await SwarmLab.StartAsync(2, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
    }

    [SkippableFact]
    public async Task Machines_are_shown_labelled_and_cleared_of_what_was_left()
    {
        Skip.If(_missing is not null, _missing);
        CapturedOutput unlabelled = await FineAsync("fleet", "nodes");
        Assert.Contains("2 of 2 nodes take work; 2 without a type: ./bench fleet label NODE vm.type=TYPE price=HOURLY", unlabelled.Stdout);

        Assert.Equal("node-2: price=0.0425 vm.type=b.large zone=z\n", (await FineAsync("fleet", "label", "node-2", "vm.type=b.large", "price=0.0425", "zone=z")).Stdout);
        CapturedOutput shown = await FineAsync("fleet", "nodes");
        Assert.Matches($@"node-2 +{_lab!.Nodes[1].Id[..12]} +b\.large +0\.0425 +zone=z +{Environment.ProcessorCount} +\d+ MiB +ready +\d", shown.Stdout);
        Assert.Matches(@"node-1 .* ready, manager +\d", shown.Stdout);
        Assert.Contains("; 1 without a type", shown.Stdout);

        using JsonDocument nodes = JsonDocument.Parse((await FineAsync("fleet", "nodes", "--json")).Stdout);
        JsonElement second = nodes.RootElement[1];
        Assert.Equal(("node-2", "b.large", 0.0425m, "ready"), (
            second.GetProperty("name").GetString(), second.GetProperty("vmType").GetString(), second.GetProperty("price").GetDecimal(), second.GetProperty("state").GetString()));
        Assert.Equal(JsonValueKind.Null, nodes.RootElement[0].GetProperty("price").ValueKind);

        Assert.Equal("node-2: vm.type=b.large\n", (await FineAsync("fleet", "label", _lab.Nodes[1].Id, "zone-", "price-")).Stdout);

        Assert.Equal("nothing of Bench is left in the swarm\n", (await FineAsync("fleet", "clean")).Stdout);
        using SwarmManager manager = await SwarmManager.ConnectAsync(_lab.Manager.DockerHost, CancellationToken.None);
        await manager.CreateConfigAsync("bench-plan", "x"u8.ToArray(), new Dictionary<string, string>(), CancellationToken.None);
        Assert.Equal("config bench-plan: left, its run goes on (--all removes it too)\n", (await FineAsync("fleet", "clean")).Stdout);
        Assert.Equal("config bench-plan: removed\n", (await FineAsync("fleet", "clean", "--all")).Stdout);
    }

    [SkippableFact]
    public async Task What_does_not_work_is_said_in_one_line()
    {
        Skip.If(_missing is not null, _missing);
        SwarmLabNode manager = _lab!.Manager, worker = _lab.Nodes[1];
        await AssertFaultAsync($"the Docker engine on {worker.Socket} is a worker of its swarm: run this on a manager ({manager.Address})", worker.DockerHost, "fleet", "nodes");
        await AssertFaultAsync("unknown node 'nod-2'; did you mean node-2 or node-1?", manager.DockerHost, "fleet", "label", "nod-2", "zone=z");
        await AssertFaultAsync("'zone' is no change of a label: write name=value to set it, name- to remove it", manager.DockerHost, "fleet", "label", "node-2", "zone");
    }

    [SkippableFact]
    public Task Without_an_engine_it_says_what_to_do() => AssertFaultAsync("no Docker engine answers on /nonexistent/docker.sock: ", "unix:///nonexistent/docker.sock", "fleet", "nodes");

    private async Task<CapturedOutput> FineAsync(params string[] arguments)
    {
        CapturedOutput output = await RunAsync(_lab!.Manager.DockerHost, arguments);
        Assert.True(output.Succeeded, output.Describe());
        return output;
    }

    private static async Task AssertFaultAsync(string message, string host, params string[] arguments)
    {
        CapturedOutput output = await RunAsync(host, arguments);
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.StartsWith($"bench: {message}", output.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, output.Stderr.Count(static c => c == '\n'));
    }

    private static Task<CapturedOutput> RunAsync(string host, string[] arguments) =>
        ChildProcess.CaptureAsync(BenchCommand.Of(arguments).WithEnvironment("DOCKER_HOST", host), s_timeout, CancellationToken.None);
}
