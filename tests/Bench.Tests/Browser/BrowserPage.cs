using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bench.Tests.Browser;

/// <summary>One tab, with everything that went wrong in it.</summary>
public sealed class BrowserPage(Chromium browser, string session, string target) : IAsyncDisposable
{
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Exceptions, and what was written to the console as an error or a warning.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Everything that was asked for, the page itself too; without what stands in the page itself.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public async Task OpenAsync(string file)
    {
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("Page.navigate", new() { ["url"] = new Uri(file).AbsoluteUri });
        await _loaded.Task.WaitAsync(s_load);
        await FramesAsync();
    }

    /// <summary>The value of an expression; of a promise, what it comes to.</summary>
    /// <exception cref="InvalidOperationException">It threw.</exception>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonNode answer = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is JsonNode thrown
            ? throw new InvalidOperationException(thrown.ToJsonString())
            : answer["result"]!["value"].Deserialize<T>()!;
    }

    public async Task RunAsync(string statements) => await EvaluateAsync<bool>($"(() => {{ {statements}; return true; }})()");

    /// <summary>Waits until the page has been laid out and drawn.</summary>
    public Task<bool> FramesAsync() => EvaluateAsync<bool>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");

    public async Task EmulateAsync(int width, int height, bool dark = false, string media = "")
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await SendAsync("Emulation.setEmulatedMedia", new()
        {
            ["media"] = media, ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
        });
    }

    /// <summary>Presses a key, where the focus is.</summary>
    public async Task PressAsync(string key)
    {
        foreach (string type in (string[])["keyDown", "keyUp"])
            await SendAsync("Input.dispatchKeyEvent", new() { ["type"] = type, ["key"] = key, ["code"] = key, ["text"] = key == "Enter" && type == "keyDown" ? "\r" : "" });
    }

    /// <summary>A part of the page as PNG, also what one would have to scroll to.</summary>
    public async Task<byte[]> ScreenshotAsync(int top, int width, int height)
    {
        JsonNode answer = await SendAsync("Page.captureScreenshot", new()
        {
            ["format"] = "png", ["captureBeyondViewport"] = true, ["clip"] = new JsonObject { ["x"] = 0, ["y"] = top, ["width"] = width, ["height"] = height, ["scale"] = 1 },
        });
        return Convert.FromBase64String(answer["data"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync() => await browser.SendAsync(null, "Target.closeTarget", new() { ["targetId"] = target });

    internal async Task BeginAsync()
    {
        foreach (string domain in (string[])["Page", "Runtime", "Log", "Network"])
            await SendAsync($"{domain}.enable");
    }

    internal void Handle(string method, JsonNode parameters)
    {
        switch (method)
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Runtime.exceptionThrown":
                _problems.Enqueue(parameters["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when parameters["type"]!.GetValue<string>() is "error" or "warning" or "assert":
                _problems.Enqueue(parameters["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when parameters["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                _problems.Enqueue(parameters["entry"]!.ToJsonString());
                break;
            case "Network.requestWillBeSent" when parameters["request"]!["url"]!.GetValue<string>() is string url && !url.StartsWith("data:", StringComparison.Ordinal):
                _requests.Enqueue(url);
                break;
            default:
                break;
        }
    }

    private Task<JsonNode> SendAsync(string method, JsonObject? parameters = null) => browser.SendAsync(session, method, parameters);
}
