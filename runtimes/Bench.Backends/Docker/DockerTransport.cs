using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bench.Backends.Docker;

/// <summary>HTTP over the engine's Unix socket. Every request ends in time; every trouble becomes a <see cref="DockerException"/>.</summary>
internal sealed class DockerTransport : IDisposable
{
    private const int LongestError = 4096;

    private readonly string _socket;
    private readonly HttpClient _client;

    internal DockerTransport(string socket)
    {
        _socket = socket;
        _client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, ct) => ConnectAsync(socket, ct), UseProxy = false })
        {
            BaseAddress = new Uri("http://docker/"),
            Timeout = Timeout.InfiniteTimeSpan,   // each request has its own
        };
    }

    /// <summary>Prefix of every path, for example <c>/v1.45</c>; empty before the version is agreed.</summary>
    internal string Prefix { get; set; } = "";

    internal string Socket => _socket;

    public void Dispose() => _client.Dispose();

    internal async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, TimeSpan timeout, CancellationToken ct) =>
        await ReadAsync(HttpMethod.Get, path, null, type, timeout, ct);

    internal async Task<T> PostAsync<T>(string path, HttpContent? content, JsonTypeInfo<T> type, TimeSpan timeout, CancellationToken ct) =>
        await ReadAsync(HttpMethod.Post, path, content, type, timeout, ct);

    /// <summary>Sends a request whose answer's body does not matter.</summary>
    internal Task<bool> SendAsync(HttpMethod method, string path, TimeSpan timeout, CancellationToken ct) =>
        WithinAsync(path, timeout, async limited =>
        {
            using HttpResponseMessage answer = await RespondAsync(method, path, null, limited);
            await answer.Content.CopyToAsync(Stream.Null, limited);   // the connection is used again only after the last byte
            return true;
        }, ct);

    internal Task<string> TextAsync(HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken ct) =>
        WithinAsync(path, timeout, async limited =>
        {
            using HttpResponseMessage answer = await RespondAsync(method, path, content, limited);
            return await answer.Content.ReadAsStringAsync(limited);
        }, ct);

    /// <summary>Sends a request whose answer goes on for as long as a container lives: only its head is bounded by <paramref name="timeout"/>.</summary>
    internal Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, TimeSpan timeout, CancellationToken ct) =>
        WithinAsync(path, timeout, limited => RespondAsync(method, path, null, limited), ct);

    /// <summary>Asks for the connection itself: after the head of the answer, bytes go both ways.</summary>
    internal Task<HttpResponseMessage> UpgradeAsync(string path, TimeSpan timeout, CancellationToken ct) =>
        WithinAsync(path, timeout, limited => RespondAsync(HttpMethod.Post, path, null, limited, upgrade: true), ct);

    /// <summary>Runs one exchange with the engine; whatever goes wrong becomes a <see cref="DockerException"/>, except the caller's own cancellation.</summary>
    internal async Task<T> WithinAsync<T>(string what, TimeSpan timeout, Func<CancellationToken, Task<T>> exchange, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            return await exchange(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested && limit.IsCancellationRequested)
        {
            throw new DockerException($"the Docker engine did not answer {Name(what)} within {timeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException)
        {
            throw new DockerException($"no Docker engine answers on {_socket}: {e.InnerException.Message}", e);
        }
        catch (Exception e) when (e is ObjectDisposedException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new DockerException($"the Docker engine was let go during {Name(what)}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            throw new DockerException($"the Docker engine broke off {Name(what)}: {e.Message}", e);
        }
    }

    private Task<T> ReadAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, TimeSpan timeout, CancellationToken ct) =>
        WithinAsync(path, timeout, async limited =>
        {
            using HttpResponseMessage answer = await RespondAsync(method, path, content, limited);
            await using Stream body = await answer.Content.ReadAsStreamAsync(limited);
            return await JsonSerializer.DeserializeAsync(body, type, limited) ?? throw new JsonException("the answer is null");
        }, ct);

    private async Task<HttpResponseMessage> RespondAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct, bool upgrade = false)
    {
        using HttpRequestMessage request = new(method, Prefix + path) { Content = content };
        if (upgrade)
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.Add(new ProductHeaderValue("tcp"));
        }
        HttpResponseMessage answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        // 304: it was so already.
        if (upgrade ? answer.StatusCode == HttpStatusCode.SwitchingProtocols : answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified)
            return answer;
        using (answer)
        {
            string body = await answer.Content.ReadAsStringAsync(ct);
            throw new DockerException($"the Docker engine refused {Name(path)}: {MessageIn(body, answer.Content.Headers.ContentType)}")
            {
                Status = (int)answer.StatusCode,
            };
        }
    }

    private static string MessageIn(string body, MediaTypeHeaderValue? type)
    {
        string text = body.Length > LongestError ? body[..LongestError] : body;
        if (type?.MediaType == "application/json")
            try
            {
                text = JsonSerializer.Deserialize(body, DockerJson.Default.ErrorAnswer)?.Message ?? text;
            }
            catch (JsonException)
            {
                // Not the document it claims to be: shown as it is.
            }
        return text.ReplaceLineEndings(" ").Trim();
    }

    /// <summary>A path without its query and ids, for people: <c>containers/start</c>.</summary>
    private static string Name(string path)
    {
        string[] parts = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length switch { 0 => path, 1 => parts[0], _ => $"{parts[0]}/{parts[^1]}" };
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken ct)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
