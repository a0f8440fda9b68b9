using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Tests.Browser;

/// <summary>A headless Chromium, spoken to by the DevTools protocol.</summary>
/// <remarks>https://chromedevtools.github.io/devtools-protocol</remarks>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(30);
    private static readonly string[] s_switches =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0",
    ];

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _open = new();
    private readonly ConcurrentDictionary<string, Action<string, JsonNode>> _sessions = new();
    private readonly TempFolder _profile = new();
    private BackgroundProcess? _process;
    private Task _reading = Task.CompletedTask;
    private int _last;

    private Chromium() { }

    public static async Task<Chromium> StartAsync(string executable)
    {
        Chromium browser = new();
        try
        {
            await browser.ConnectAsync(executable);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>An empty page of its own.</summary>
    public async Task<BrowserPage> NewPageAsync()
    {
        string target = (await SendAsync(null, "Target.createTarget", new() { ["url"] = "about:blank" }))["targetId"]!.GetValue<string>();
        string session = (await SendAsync(null, "Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!.GetValue<string>();
        BrowserPage page = new(this, session, target);
        _sessions[session] = page.Handle;
        await page.BeginAsync();
        return page;
    }

    internal async Task<JsonNode> SendAsync(string? session, string method, JsonObject? parameters = null)
    {
        int id = Interlocked.Increment(ref _last);
        JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
            message["sessionId"] = session;
        TaskCompletionSource<JsonNode> answer = _open[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
        }
        finally
        {
            _sending.Release();
        }
        return await answer.Task.WaitAsync(s_answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_process is not null)
            await _process.KillAsync();
        await _reading;
        _socket.Dispose();
        _closing.Dispose();
        _sending.Dispose();
        _profile.Dispose();
    }

    private async Task ConnectAsync(string executable)
    {
        string port = _profile["DevToolsActivePort"];
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(_profile.Path, "DevToolsActivePort");
        void Look()
        {
            if (File.Exists(port) && File.ReadAllText(port).Split('\n') is [_, { Length: > 0 }, ..])
                written.TrySetResult();
        }
        watcher.Created += (_, _) => Look();
        watcher.Changed += (_, _) => Look();
        watcher.Renamed += (_, _) => Look();
        watcher.EnableRaisingEvents = true;
        _process = BackgroundProcess.Start(Command.Of(executable, [.. s_switches, $"--user-data-dir={_profile.Path}", "about:blank"]), _profile["log"]);
        Look();
        if (await Task.WhenAny(written.Task, _process.Exited).WaitAsync(s_answer) != written.Task)
            throw new IOException($"Chromium ended: {File.ReadAllText(_profile["log"])}");
        string[] lines = File.ReadAllText(port).Split('\n');
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), _closing.Token).WaitAsync(s_answer);
        _reading = ReadAsync();
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[1 << 16];
        using MemoryStream message = new();
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
                message.Write(buffer, 0, part.Count);
                if (part.MessageType == WebSocketMessageType.Close)
                    break;
                if (!part.EndOfMessage)
                    continue;
                Take(JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!);
                message.SetLength(0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Closed by us, or with the browser: whoever waits is told below.
        }
        foreach (TaskCompletionSource<JsonNode> open in _open.Values)
            open.TrySetException(new IOException("the browser has gone"));
    }

    private void Take(JsonNode message)
    {
        if (message["id"]?.GetValue<int>() is int id)
        {
            if (_open.TryRemove(id, out TaskCompletionSource<JsonNode>? open) && message["error"] is JsonNode error)
                open.SetException(new InvalidOperationException(error.ToJsonString()));
            else
                open?.SetResult(message["result"]!);
        }
        else if (message["sessionId"]?.GetValue<string>() is string session && _sessions.TryGetValue(session, out Action<string, JsonNode>? handle))
        {
            handle(message["method"]!.GetValue<string>(), message["params"]!);
        }
    }
}
