using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Backends.Docker;

/// <summary>The engine's promise to tell how a container ends.</summary>
public sealed class PendingExit : IDisposable
{
    private readonly DockerTransport _transport;
    private readonly HttpResponseMessage _answer;

    internal PendingExit(DockerTransport transport, HttpResponseMessage answer)
    {
        _transport = transport;
        _answer = answer;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code; 128 + n for a program that signal n ended, as shells have it.</returns>
    /// <exception cref="DockerException">The engine went away, or lost sight of the container.</exception>
    public Task<int> CodeAsync(CancellationToken ct) =>
        _transport.WithinAsync("containers/wait", Timeout.InfiniteTimeSpan, async limited =>
        {
            WaitAnswer answer = await _answer.Content.ReadFromJsonAsync(DockerJson.Default.WaitAnswer, limited)
                ?? throw new JsonException("the answer is null");
            return answer.Error?.Message is { Length: > 0 } error
                ? throw new DockerException($"the Docker engine lost the container: {error}")
                : answer.StatusCode;
        }, ct);

    public void Dispose() => _answer.Dispose();
}
