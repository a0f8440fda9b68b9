using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Lab;

/// <summary>Several machines on this one, joined into a swarm: each an engine with a network, processes, a host name and a disk of its own.</summary>
/// <remarks>
/// Their cables end in a bridge that has a network name space to itself, so nothing of this machine's network is touched, and none of
/// theirs can leave it. Name spaces have no names and end with the processes that hold them, which end with the tests. What can be left
/// by tests that were killed is a folder of data, one of a socket, and empty control groups for each node: removed by the next laboratory.
/// </remarks>
public sealed class SwarmLab : IAsyncDisposable
{
    internal const string Bridge = "bridge0", Network = "10.77.0";

    private static readonly TimeSpan s_probe = TimeSpan.FromSeconds(20);

    /// <summary>Of util-linux, iproute2 and Docker.</summary>
    private static readonly string[] s_programs = ["setpriv", "unshare", "nsenter", "taskset", "ip", "dockerd"];

    private readonly List<SwarmLabNode> _nodes = [];
    private readonly NetworkSpace _switch;
    private readonly string _log;

    private SwarmLab(NetworkSpace between, string log) => (_switch, _log) = (between, log);

    /// <summary>The manager comes first.</summary>
    public IReadOnlyList<SwarmLabNode> Nodes => _nodes;

    public SwarmLabNode Manager => _nodes[0];

    /// <returns>Why there can be none here; null when there can.</returns>
    public static async Task<string?> MissingAsync(CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
            return "only root can make network name spaces and start container engines";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (s_programs.FirstOrDefault(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))) is string missing)
            return $"'{missing}' is not on PATH";
        CapturedOutput trial = await ChildProcess.CaptureAsync(
            Command.Of("unshare", "--net", "sh", "-c", $"ip link add {Bridge} type bridge && ip link add plug type veth peer name eth1"), s_probe, ct);
        return trial.Succeeded ? null : $"no network can be made here: {trial.Describe()}";
    }

    public static Task<SwarmLab> StartAsync(int nodes, CancellationToken ct) =>
        StartAsync(new SwarmLabOptions { Nodes = [.. Enumerable.Range(0, nodes).Select(static _ => new SwarmNodeOptions())] }, ct);

    /// <exception cref="IOException">An engine did not start; the message has the end of its log.</exception>
    public static async Task<SwarmLab> StartAsync(SwarmLabOptions options, CancellationToken ct)
    {
        string folder = Path.Combine(RepoLayout.Find(AppContext.BaseDirectory).Root, "artifacts", "swarm-lab");
        EngineHome.RemoveLeftovers(folder);
        string log = Path.GetTempFileName();
        SwarmLab lab = new(await NetworkSpace.CreateAsync(log, ct), log);
        try
        {
            await lab._switch.RunAsync(ct, "ip", "link", "add", Bridge, "type", "bridge");
            await lab._switch.RunAsync(ct, "ip", "link", "set", Bridge, "up");
            for (int i = 0; i < options.Nodes.Count; i++)
                lab._nodes.Add(await SwarmLabNode.CreateAsync(folder, i + 1, options.Nodes[i], lab._switch, ct));
            await Task.WhenAll(lab._nodes.Select(node => node.StartEngineAsync(ct)));
            string token = await lab.Manager.InitAsync(options.Heartbeat, ct);
            await Task.WhenAll(lab._nodes.Skip(1).Select(node => node.JoinAsync(lab.Manager, token, ct)));
            using SwarmManager manager = await SwarmManager.ConnectAsync(lab.Manager.DockerHost, ct);
            while ((await manager.NodesAsync(ct)).Count(static node => node.State == NodeState.Ready) < options.Nodes.Count)
                await Task.Delay(20, ct);
            for (int i = 0; i < options.Nodes.Count; i++)
                if (options.Nodes[i].Labels is { Count: > 0 } labels)
                    await manager.LabelAsync(lab._nodes[i].Id, labels.ToDictionary(static one => one.Key, static one => (string?)one.Value), ct);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(static node => node.DisposeAsync().AsTask()));
        await _switch.DisposeAsync();
        File.Delete(_log);
    }
}
