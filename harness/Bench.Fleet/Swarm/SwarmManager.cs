using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>A manager of a Docker Swarm behind the Unix socket of its engine: its nodes, and jobs that run once on each of them.</summary>
/// <remarks>All methods throw <see cref="DockerException"/> when the engine refuses, is late or has gone. Removing what is not there is no error.</remarks>
public sealed partial class SwarmManager : IDisposable
{
    /// <summary>The swarm's own word for: somebody else has changed it meanwhile.</summary>
    private const string Conflict = "out of sequence";
    private const int MostAttempts = 10;

    /// <summary>The first version of the API that knows jobs, and the newest that this client was written for.</summary>
    private static readonly Version s_oldest = new(1, 41), s_newest = new(1, 45);

    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(30);

    /// <summary>An engine asks a silent registry with TLS and without, 15 s each, and before that for its address.</summary>
    private static readonly TimeSpan s_registry = TimeSpan.FromSeconds(75);

    private readonly DockerTransport _transport;

    private SwarmManager(DockerTransport transport, string address)
    {
        _transport = transport;
        Address = address;
    }

    /// <summary>Of its engine.</summary>
    public string Socket => _transport.Socket;

    /// <summary>Its own address in the swarm, without a port.</summary>
    public string Address { get; }

    /// <param name="dockerHost">As in DOCKER_HOST; null for what that says, or else the default socket.</param>
    /// <exception cref="UsageException">There is no manager of a swarm; the message says what to do.</exception>
    public static async Task<SwarmManager> ConnectAsync(string? dockerHost, CancellationToken ct)
    {
        string socket = SocketOf(dockerHost ?? Environment.GetEnvironmentVariable("DOCKER_HOST"));
        DockerTransport transport = new(socket);
        try
        {
            VersionAnswer version = await transport.GetAsync("/version", SwarmJson.Default.VersionAnswer, s_answer, ct);
            if (!Version.TryParse(version.ApiVersion, out Version? theirs))
                throw new UsageException($"what answers on {socket} is no Docker engine: its API has the version '{version.ApiVersion}'");
            if (theirs < s_oldest)
                throw new UsageException($"the Docker engine on {socket} is too old for jobs of a swarm: its API is {theirs}, {s_oldest} or newer is needed (engine 20.10); update it");
            transport.Prefix = $"/v{(theirs < s_newest ? theirs : s_newest)}";
            InfoAnswer info = await transport.GetAsync("/info", SwarmJson.Default.InfoAnswer, s_answer, ct);
            return new SwarmManager(transport, AddressIn(info.Swarm, socket));
        }
        catch (DockerException e)
        {
            transport.Dispose();
            throw new UsageException(e.IsRefusal ? e.Message : $"{e.Message}; start the engine, or set DOCKER_HOST to unix:// and the socket of a swarm's manager", e);
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    public void Dispose() => _transport.Dispose();

    /// <returns>In the order of their names.</returns>
    public async Task<IReadOnlyList<SwarmNode>> NodesAsync(CancellationToken ct) =>
        [.. (await _transport.GetAsync("/nodes", SwarmJson.Default.IReadOnlyListNodeAnswer, s_request, ct))
            .Select(NodeOf).OrderBy(static node => node.Name, StringComparer.Ordinal).ThenBy(static node => node.Id, StringComparer.Ordinal)];

    /// <param name="nodeIdOrName">The beginning of an id will do, where it is that of one node.</param>
    /// <exception cref="UsageException">There is no such node, or more than one.</exception>
    public async Task<SwarmNode> NodeAsync(string nodeIdOrName, CancellationToken ct)
    {
        IReadOnlyList<SwarmNode> nodes = await NodesAsync(ct);
        SwarmNode[] found = [.. nodes.Where(node => node.Id == nodeIdOrName)];
        if (found.Length == 0)
            found = [.. nodes.Where(node => node.Name == nodeIdOrName)];
        if (found.Length == 0 && nodeIdOrName.Length > 0)
            found = [.. nodes.Where(node => node.Id.StartsWith(nodeIdOrName, StringComparison.Ordinal))];
        return found switch
        {
            [SwarmNode node] => node,
            [] => throw Names.Unknown("node", nodeIdOrName, nodes.Select(static node => node.Name), "./bench fleet nodes"),
            _ => throw new UsageException($"'{nodeIdOrName}' is more than one node; use an id: {string.Join(", ", found.Select(static node => node.Id))}"),
        };
    }

    /// <summary>Sets labels of a node, or removes those whose value is null; others stay.</summary>
    /// <exception cref="UsageException">There is no such node, or more than one.</exception>
    public async Task LabelAsync(string nodeIdOrName, IReadOnlyDictionary<string, string?> labels, CancellationToken ct)
    {
        SwarmNode node = await NodeAsync(nodeIdOrName, ct);
        for (int attempt = 1; ; attempt++)
        {
            NodeToUpdate current = await _transport.GetAsync($"/nodes/{node.Id}", SwarmJson.Default.NodeToUpdate, s_request, ct);
            if (current.Spec["Labels"] is not JsonObject kept)
                current.Spec["Labels"] = kept = [];
            foreach ((string name, string? value) in labels)
                if (value is null)
                    kept.Remove(name);
                else
                    kept[name] = value;
            try
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"/nodes/{node.Id}/update?version={current.Version.Index}");
                using ByteArrayContent content = ContentOf(current.Spec, SwarmJson.Default.JsonObject);
                await _transport.TextAsync(HttpMethod.Post, path, content, s_request, ct);
                return;
            }
            catch (DockerException e) when (attempt < MostAttempts && e.IsRefusal && e.Message.Contains(Conflict, StringComparison.Ordinal))
            {
                // Another writer was faster: on top of what it has made.
            }
        }
    }

    /// <returns>Its id.</returns>
    public async Task<string> CreateConfigAsync(string name, ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string> labels, CancellationToken ct)
    {
        Dictionary<string, string> all = new(labels);
        all.TryAdd(Owner.Label, Owner.Self.ToString());
        using ByteArrayContent content = ContentOf(new ConfigRequest(name, all, data), SwarmJson.Default.ConfigRequest);
        return (await _transport.PostAsync("/configs/create", content, SwarmJson.Default.IdAnswer, s_request, ct)).ID;
    }

    /// <summary>Starts a global job: once on each node that fulfils the constraints, whether it succeeds or not, and not again.</summary>
    /// <remarks>A node that is down now, or comes to fulfil them later by a label, does not run it.</remarks>
    /// <returns>The service's id.</returns>
    public async Task<string> CreateJobAsync(JobSpec spec, CancellationToken ct)
    {
        using ByteArrayContent content = ContentOf(JobRequest.Of(spec), SwarmJson.Default.ServiceRequest);
        return (await _transport.PostAsync("/services/create", content, SwarmJson.Default.IdAnswer, s_request, ct)).ID;
    }

    /// <returns>One for each node that the job was given to, in the order of their making.</returns>
    public async Task<IReadOnlyList<SwarmTask>> TasksAsync(string serviceId, CancellationToken ct) =>
        [.. (await _transport.GetAsync($"/tasks?filters={FilterOf("service", serviceId)}", SwarmJson.Default.IReadOnlyListTaskAnswer, s_request, ct))
            // What stands by to replace a failed one never starts.
            .Where(static task => task.DesiredState != "ready")
            .OrderBy(static task => task.CreatedAt).Select(TaskOf)];

    /// <summary>Has the manager's engine ask the registry in an image's name for it.</summary>
    /// <returns>Why it would not get the image there; null where it would.</returns>
    public async Task<string?> AskRegistryAsync(string image, CancellationToken ct)
    {
        try
        {
            await _transport.SendAsync(HttpMethod.Get, $"/distribution/{string.Join('/', image.Split('/').Select(Escape))}/json", s_registry, ct);
            return null;
        }
        catch (DockerException e)
        {
            return e.Message;
        }
    }

    /// <summary>Removes a job; the engines end what still runs of it, within seconds.</summary>
    public Task RemoveServiceAsync(string id, CancellationToken ct) => RemoveAsync($"/services/{Escape(id)}", ct);

    /// <summary>Removes a config, which no service may use any more.</summary>
    public Task RemoveConfigAsync(string id, CancellationToken ct) => RemoveAsync($"/configs/{Escape(id)}", ct);

    /// <param name="label">A name, or <c>name=value</c>.</param>
    public async Task<IReadOnlyList<SwarmService>> ServicesAsync(string label, CancellationToken ct) =>
        [.. (await ListAsync("/services", label, ct)).Select(static one => new SwarmService(one.ID, one.Spec.Name, LabelsOf(one.Spec.Labels), one.CreatedAt))];

    /// <param name="label">A name, or <c>name=value</c>.</param>
    public async Task<IReadOnlyList<SwarmConfig>> ConfigsAsync(string label, CancellationToken ct) =>
        [.. (await ListAsync("/configs", label, ct)).Select(static one => new SwarmConfig(one.ID, one.Spec.Name, LabelsOf(one.Spec.Labels), one.CreatedAt))];

    private Task<IReadOnlyList<ListedAnswer>> ListAsync(string path, string label, CancellationToken ct) =>
        _transport.GetAsync($"{path}?filters={FilterOf("label", label)}", SwarmJson.Default.IReadOnlyListListedAnswer, s_request, ct);

    private async Task RemoveAsync(string path, CancellationToken ct)
    {
        try
        {
            await _transport.SendAsync(HttpMethod.Delete, path, s_request, ct);
        }
        catch (DockerException e) when (e.IsNotFound)
        {
            // What was asked for is so already.
        }
    }

    private static string SocketOf(string? dockerHost) => DockerSocket.In(dockerHost)
        ?? throw new UsageException($"DOCKER_HOST is '{dockerHost}', which is no Unix socket: run this on a manager of the swarm, with DOCKER_HOST=unix://{DockerSocket.Default} or unset");

    private static string AddressIn(SwarmInfo? swarm, string socket) => swarm switch
    {
        null or { LocalNodeState: "inactive" } => throw new UsageException($"the Docker engine on {socket} is in no swarm: 'docker swarm init' makes one, 'docker swarm join' on the other machines joins them"),
        { LocalNodeState: "locked" } => throw new UsageException($"the swarm of the Docker engine on {socket} is locked: 'docker swarm unlock' opens it"),
        { LocalNodeState: not "active" } => throw new UsageException($"the swarm of the Docker engine on {socket} is in the state '{swarm.LocalNodeState}'{(swarm.Error.Length > 0 ? $" ({swarm.Error})" : "")}: 'docker info' says more"),
        { ControlAvailable: false } => throw new UsageException($"the Docker engine on {socket} is a worker of its swarm: run this on a manager{ManagersIn(swarm)}"),
        _ => swarm.NodeAddr,
    };

    private static string ManagersIn(SwarmInfo swarm) =>
        swarm.RemoteManagers is { Count: > 0 } managers ? $" ({string.Join(", ", managers.Select(static one => one.Addr[..(one.Addr.LastIndexOf(':') is >= 0 and int end ? end : one.Addr.Length)]))})" : "";

    private static SwarmNode NodeOf(NodeAnswer node) => new(
        node.ID, node.Description?.Hostname is { Length: > 0 } name ? name : node.ID,
        node.Status?.State switch
        {
            "ready" => NodeState.Ready,
            "down" => NodeState.Down,
            "disconnected" => NodeState.Disconnected,
            _ => NodeState.Unknown,
        },
        node.Spec.Availability, node.Spec.Role == "manager",
        (node.Description?.Resources?.NanoCPUs ?? 0) / 1e9, node.Description?.Resources?.MemoryBytes ?? 0,
        node.Description?.Engine?.EngineVersion ?? "", node.Status?.Addr ?? "", LabelsOf(node.Spec.Labels));

    private static SwarmTask TaskOf(TaskAnswer task) => new(
        task.ID, task.NodeID, task.Status.State, OneLine(task.Status.Message), OneLine(task.Status.Err),
        task.Status.State is "complete" or "failed" ? task.Status.ContainerStatus?.ExitCode : null, task.CreatedAt, task.Status.Timestamp);

    private static string? OneLine(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings(" ").Trim();

    private static IReadOnlyDictionary<string, string> LabelsOf(IReadOnlyDictionary<string, string>? labels) => labels ?? new Dictionary<string, string>();

    private static ByteArrayContent ContentOf<T>(T document, JsonTypeInfo<T> type)
    {
        ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(document, type));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private static string FilterOf(string name, string value) => Escape(JsonSerializer.Serialize(
        new Dictionary<string, IReadOnlyList<string>> { [name] = [value] }, SwarmJson.Default.IReadOnlyDictionaryStringIReadOnlyListString));

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
