using System.Collections.Concurrent;
using System.Text;
using Bench.Fleet;

namespace Bench.Tests;

/// <summary>The manager of a swarm with one service and one config, whose nodes, tasks and log are what a test says.</summary>
internal sealed class CannedSwarm : IAsyncDisposable
{
    internal const string Service = "s1", Config = "c1";

    private readonly CannedEngine _engine;

    private CannedSwarm() => _engine = new CannedEngine(Answer);

    internal static CannedSwarm Start() => new();

    /// <summary>From a node's id to its state.</summary>
    internal ConcurrentDictionary<string, string> Nodes { get; } = [];

    /// <summary>From a node's id to the state of its task.</summary>
    internal ConcurrentDictionary<string, string> Tasks { get; } = [];

    /// <summary>Whether the service is there that an earlier caller made.</summary>
    internal bool HasService { get; set; } = true;

    /// <summary>Asked for each log, followed or not: the lines, or null for trouble.</summary>
    internal Func<bool, IEnumerable<FleetLine>?> Log { get; set; } = static _ => [];

    /// <summary>What comes in the place of an answer: to a path without version and query.</summary>
    internal Func<string, string?> Instead { get; set; } = static _ => null;

    /// <summary>Paths without version and query.</summary>
    internal ConcurrentQueue<string> Asked { get; } = [];

    internal Task<SwarmManager> ConnectAsync() => SwarmManager.ConnectAsync(_engine.Host, default);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    internal static string Refusal(int status) =>
        $"HTTP/1.1 {status} No\r\nContent-Type: application/json\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{{\"message\":\"no\"}}";

    private string Answer(string whole)
    {
        string[] parts = whole.Split('?');
        string path = parts[0].StartsWith("/v1.", StringComparison.Ordinal) ? parts[0][(parts[0].IndexOf('/', 1))..] : parts[0];
        Asked.Enqueue(path);
        return Instead(path) ?? path switch
        {
            "/version" => """{"Version":"27.0.1","ApiVersion":"1.45"}""",
            "/info" => """{"Swarm":{"LocalNodeState":"active","ControlAvailable":true,"NodeAddr":"127.0.0.1"}}""",
            "/nodes" => List(Nodes, static (id, state) => $$"""{"ID":"{{id}}","Spec":{"Availability":"active"},"Description":{"Hostname":"vm-{{id}}"},"Status":{"State":"{{state}}"} }"""),
            "/tasks" => List(Tasks, static (id, state) => $$"""{"ID":"t{{id}}","CreatedAt":"2026-01-15T12:00:00Z","NodeID":"{{id}}","Status":{"Timestamp":"2026-01-15T12:00:00Z","State":"{{state}}","ContainerStatus":{"ExitCode":137} } }"""),
            "/services" => HasService ? Listed(Service) : "[]",
            "/configs" => Listed(Config),
            "/services/create" => $$"""{"ID":"{{Service}}"}""",
            "/configs/create" => $$"""{"ID":"{{Config}}"}""",
            $"/services/{Service}/logs" => Log(parts[^1].Contains("follow=1", StringComparison.Ordinal)) is IEnumerable<FleetLine> lines ? Framed(lines) : Refusal(500),
            _ => "",
        };
    }

    private static string List(IEnumerable<KeyValuePair<string, string>> all, Func<string, string, string> one) =>
        $"[{string.Join(',', all.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(pair => one(pair.Key, pair.Value)))}]";

    private static string Listed(string id) => $$"""[{"ID":"{{id}}","CreatedAt":"2026-01-15T12:00:00Z","Spec":{"Name":"{{id}}"} }]""";

    /// <summary>As the engine frames lines; padded, so that each byte of a length is a letter's too.</summary>
    private static string Framed(IEnumerable<FleetLine> lines)
    {
        StringBuilder frames = new();
        foreach (FleetLine line in lines)
        {
            string text = $"com.docker.swarm.node.id={line.Node},com.docker.swarm.task.id=t{line.Node} {line}\n";
            while ((text.Length & 0x80) != 0)
                text = "x=," + text;
            frames.Append("\u0001\0\0\0\0\0").Append((char)(text.Length >> 8)).Append((char)(text.Length & 0xFF)).Append(text);
        }
        return frames.ToString();
    }
}
