using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Lab;

/// <summary>A machine of the laboratory: an engine in name spaces of its own, with a network card of its own.</summary>
public sealed class SwarmLabNode : IAsyncDisposable
{
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>The shell stays as the first process, because it reaps orphans and the engine does not. /run is a fresh one, which hides sockets that have their place there.</summary>
    private const string Script = "mount -t tmpfs -o mode=755 tmpfs /run && hostname \"$0\" || exit 1; \"$@\" & wait $!";

    private readonly SwarmNodeOptions _options;
    private readonly EngineHome _home;
    private readonly NetworkSpace _switch;
    private readonly NetworkSpace _network;
    private readonly string _plug;
    private BackgroundProcess? _engine;

    private SwarmLabNode(string name, string address, string plug, SwarmNodeOptions options, EngineHome home, NetworkSpace between, NetworkSpace own)
    {
        (Name, Address, _plug, _options, _home, _switch, _network) = (name, address, plug, options, home, between, own);
    }

    /// <summary>Host name, by which the swarm knows it too.</summary>
    public string Name { get; }

    /// <summary>By which the others of the laboratory reach it, and nobody else.</summary>
    public string Address { get; }

    /// <summary>Its id in the swarm.</summary>
    public string Id { get; private set; } = "";

    public string Socket => _home.Socket;

    /// <summary>As DOCKER_HOST wants it.</summary>
    public string DockerHost => "unix://" + Socket;

    public bool IsRunning => _engine is { Exited.IsCompleted: false };

    /// <summary>The end of the engine's log, for the message of a failing test.</summary>
    public string LogTail => _home.LogTail();

    internal static async Task<SwarmLabNode> CreateAsync(string folder, int number, SwarmNodeOptions options, NetworkSpace between, CancellationToken ct)
    {
        EngineHome home = EngineHome.Create(folder);
        NetworkSpace? own = null;
        try
        {
            own = await NetworkSpace.CreateAsync(home.Log, ct);
            SwarmLabNode node = new(options.Name ?? $"node-{number}", $"{SwarmLab.Network}.{10 + number}", $"plug{number}", options, home, between, own);
            await between.RunAsync(ct, "ip", "link", "add", node._plug, "type", "veth", "peer", "name", "eth0", "netns", $"{own.Pid}");
            await between.RunAsync(ct, "ip", "link", "set", node._plug, "master", SwarmLab.Bridge, "up");
            await own.RunAsync(ct, "ip", "link", "set", "lo", "up");
            await own.RunAsync(ct, "ip", "address", "add", $"{node.Address}/24", "dev", "eth0");
            await own.RunAsync(ct, "ip", "link", "set", "eth0", "up");
            await own.RunAsync(ct, "ip", "route", "add", "default", "dev", "eth0");   // an engine wants one before it joins
            NodeLimits.Set(home.CgroupRoot, options);
            return node;
        }
        catch
        {
            if (own is not null)
                await own.DisposeAsync();
            home.Dispose();
            throw;
        }
    }

    /// <summary>The same command as it would run on this machine's network; the files are those of the real one.</summary>
    public Command Inside(Command command) => _network.Inside(command);

    public Task<CapturedOutput> RunInsideAsync(Command command, TimeSpan timeout, CancellationToken ct) => ChildProcess.CaptureAsync(Inside(command), timeout, ct);

    /// <summary>The machine is gone: no process of it lives, and nobody answers for it on the network.</summary>
    public async Task KillAsync()
    {
        await _switch.RunAsync(default, "ip", "link", "set", _plug, "down");
        if (_engine is not null)
            await _engine.KillAsync();
    }

    /// <summary>The machine is switched on again, with the same disk; returns when it is back in the swarm.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        await KillAsync();
        await _switch.RunAsync(ct, "ip", "link", "set", _plug, "up");
        await StartEngineAsync(ct);
        await UntilAsync(async limited => (string?)(await InfoAsync(limited))["LocalNodeState"] == "active", "be back in the swarm", ct);
    }

    /// <summary>Gives its engine an image of one file, which it starts.</summary>
    /// <param name="program">Linked statically.</param>
    /// <param name="image">A name with a tag.</param>
    public async Task ImportAsync(string program, string image, CancellationToken ct)
    {
        using DockerEngine engine = await ConnectAsync(ct);
        await using ImageTar tar = new();
        await tar.AddAsync(program, "program", ct);
        int colon = image.LastIndexOf(':');
        await engine.ImportImageAsync(tar.Finish(), image[..colon], image[(colon + 1)..], ["ENTRYPOINT [\"/program\"]"], ct);
    }

    public Task<DockerEngine> ConnectAsync(CancellationToken ct) => DockerEngine.ConnectAsync(Socket, s_request, ct);

    /// <summary>Everything of it goes away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.KillAsync();
        await _network.DisposeAsync();
        _home.Dispose();
    }

    internal async Task StartEngineAsync(CancellationToken ct)
    {
        _engine = BackgroundProcess.Start(EngineCommand(), _home.Log);
        _home.Remember(_engine.Pid);
        await UntilAsync(async limited =>
        {
            if (!File.Exists(Socket))
                return false;
            using DockerEngine engine = await DockerEngine.ConnectAsync(Socket, s_request, limited);
            return true;
        }, "answer", ct);
    }

    /// <returns>The token with which others join.</returns>
    internal async Task<string> InitAsync(TimeSpan heartbeat, CancellationToken ct)
    {
        await PostAsync("/swarm/init", new JsonObject
        {
            ["ListenAddr"] = "0.0.0.0:2377",
            ["AdvertiseAddr"] = Address,
            ["Spec"] = new JsonObject { ["Dispatcher"] = new JsonObject { ["HeartbeatPeriod"] = (long)heartbeat.TotalNanoseconds } },
        }, ct);
        Id = (string)(await InfoAsync(ct))["NodeID"]!;
        return (string)(await GetAsync("/swarm", ct))["JoinTokens"]!["Worker"]!;
    }

    internal async Task JoinAsync(SwarmLabNode manager, string token, CancellationToken ct)
    {
        await PostAsync("/swarm/join", new JsonObject
        {
            ["ListenAddr"] = "0.0.0.0:2377",
            ["AdvertiseAddr"] = Address,
            ["RemoteAddrs"] = new JsonArray(manager.Address + ":2377"),
            ["JoinToken"] = token,
        }, ct);
        Id = (string)(await InfoAsync(ct))["NodeID"]!;
    }

    private Command EngineCommand()
    {
        Command engine = Inside(Command.Of("unshare",
            "--mount", "--propagation", "private", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc",
            "sh", "-c", Script, Name,
            "taskset", "--cpu-list", _options.Cores ?? $"0-{Environment.ProcessorCount - 1}",
            "dockerd", "--config-file", "/dev/null", "--data-root", _home.Data, "--exec-root", "/run/docker", "--pidfile", "/run/docker.pid",
            "--host", DockerHost, "--log-level", "warn", "--exec-opt", "native.cgroupdriver=cgroupfs", "--cgroup-parent", _home.CgroupRoot,
            "--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false"));
        if (_options.TakesPlainHttp)
            engine = engine.With(["--insecure-registry", $"{SwarmLab.Network}.0/24"]);
        // Dies with the tests, however those die.
        return Command.Of("setpriv", "--pdeathsig", "KILL", engine.Executable).With(engine.Arguments);
    }

    private async Task<JsonNode> InfoAsync(CancellationToken ct) => (await GetAsync("/info", ct))["Swarm"]!;

    private async Task<JsonNode> GetAsync(string path, CancellationToken ct)
    {
        using DockerTransport transport = new(Socket);
        return JsonNode.Parse(await transport.TextAsync(HttpMethod.Get, path, null, s_request, ct)) ?? throw new JsonException($"{path} is null");
    }

    private async Task PostAsync(string path, JsonObject document, CancellationToken ct)
    {
        using DockerTransport transport = new(Socket);
        using StringContent content = new(document.ToJsonString(), Encoding.UTF8, "application/json");
        await transport.TextAsync(HttpMethod.Post, path, content, s_request, ct);
    }

    private async Task UntilAsync(Func<CancellationToken, Task<bool>> holds, string what, CancellationToken ct)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await holds(ct))
                    return;
            }
            catch (DockerException) when (IsRunning)
            {
                // Not yet; why not, if it never does, is in its log.
            }
            if (!IsRunning || Stopwatch.GetElapsedTime(begin) > s_start)
                throw new IOException($"the engine of {Name} does not {what}; its log ends: {LogTail}");
            await Task.Delay(s_pause, ct);
        }
    }
}
