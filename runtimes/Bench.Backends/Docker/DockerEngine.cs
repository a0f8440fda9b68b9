using System.Text.Json;

namespace Bench.Backends.Docker;

/// <summary>A container engine behind its Unix socket: the requests that the harness needs, of Docker's HTTP API.</summary>
/// <remarks>All methods throw <see cref="DockerException"/> when the engine refuses, is late or has gone. Removing or killing what is not there is no error.</remarks>
public sealed class DockerEngine : IDisposable
{
    /// <summary>The newest version of the API that this client was written for.</summary>
    private static readonly Version s_newest = new(1, 45);

    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_import = TimeSpan.FromMinutes(2);

    private readonly DockerTransport _transport;

    private DockerEngine(DockerTransport transport) => _transport = transport;

    public string Socket => _transport.Socket;

    /// <summary>Connects and agrees on a version of the API.</summary>
    /// <exception cref="DockerException">Nothing answers there within <paramref name="timeout"/>.</exception>
    public static async Task<DockerEngine> ConnectAsync(string socket, TimeSpan timeout, CancellationToken ct)
    {
        DockerTransport transport = new(socket);
        try
        {
            EngineVersion version = await transport.GetAsync("/version", DockerJson.Default.EngineVersion, timeout, ct);
            Version theirs = Version.Parse(version.ApiVersion);
            transport.Prefix = $"/v{(theirs < s_newest ? theirs : s_newest)}";
            return new DockerEngine(transport);
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    public void Dispose() => _transport.Dispose();

    public Task PingAsync(TimeSpan timeout, CancellationToken ct) => _transport.SendAsync(HttpMethod.Get, "/_ping", timeout, ct);

    public Task<EngineVersion> VersionAsync(CancellationToken ct) =>
        _transport.GetAsync("/version", DockerJson.Default.EngineVersion, s_request, ct);

    public Task<EngineInfo> InfoAsync(CancellationToken ct) =>
        _transport.GetAsync("/info", DockerJson.Default.EngineInfo, s_request, ct);

    /// <summary>Makes an image of one layer.</summary>
    /// <param name="tar">The file system.</param>
    /// <param name="changes">Lines of a Dockerfile, for example <c>ENTRYPOINT ["/program"]</c>.</param>
    public async Task ImportImageAsync(Stream tar, string repository, string tag, IReadOnlyList<string> changes, CancellationToken ct)
    {
        string query = $"/images/create?fromSrc=-&repo={Escape(repository)}&tag={Escape(tag)}"
            + string.Concat(changes.Select(static change => $"&changes={Escape(change)}"));
        using StreamContent content = new(tar);
        content.Headers.ContentType = new("application/x-tar");
        string progress = await _transport.TextAsync(HttpMethod.Post, query, content, s_import, ct);
        foreach (string line in progress.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (ErrorIn(line) is string error)
                throw new DockerException($"the Docker engine could not import {repository}:{tag}: {error}");
    }

    /// <returns>Bytes of the image's layers, or null where there is no such image.</returns>
    public async Task<long?> ImageBytesAsync(string image, CancellationToken ct)
    {
        try
        {
            return (await _transport.GetAsync($"/images/{Escape(image)}/json", DockerJson.Default.ImageAnswer, s_request, ct)).Size;
        }
        catch (DockerException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public Task RemoveImageAsync(string image, CancellationToken ct) =>
        UnlessGoneAsync(_transport.SendAsync(HttpMethod.Delete, $"/images/{Escape(image)}?force=1", s_request, ct));

    /// <returns>The container's id.</returns>
    public async Task<string> CreateAsync(ContainerSpec spec, CancellationToken ct)
    {
        using ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(spec.ToRequest(), DockerJson.Default.CreateRequest));
        content.Headers.ContentType = new("application/json");
        return (await _transport.PostAsync($"/containers/create?name={Escape(spec.Name)}", content, DockerJson.Default.CreateAnswer, s_request, ct)).Id;
    }

    /// <summary>Opens the container's output, before its start so that nothing is lost.</summary>
    /// <returns>Both streams in frames, which <see cref="StreamDemultiplexer"/> takes apart; ends with the container.</returns>
    public async Task<Stream> AttachAsync(string container, CancellationToken ct)
    {
        HttpResponseMessage answer = await _transport.OpenAsync(
            HttpMethod.Post, $"/containers/{container}/attach?stream=1&stdout=1&stderr=1", s_request, ct);
        return await answer.Content.ReadAsStreamAsync(ct);
    }

    /// <summary>The same with the container's input, which what is written to the stream goes to.</summary>
    public async Task<Stream> ConverseAsync(string container, CancellationToken ct)
    {
        HttpResponseMessage answer = await _transport.UpgradeAsync($"/containers/{container}/attach?stream=1&stdin=1&stdout=1&stderr=1", s_request, ct);
        return await answer.Content.ReadAsStreamAsync(ct);
    }

    public Task StartAsync(string container, CancellationToken ct) =>
        _transport.SendAsync(HttpMethod.Post, $"/containers/{container}/start", s_request, ct);

    /// <summary>Asks, before the container is started, to be told of its end: nothing can be missed, however short it lives.</summary>
    public async Task<PendingExit> WatchAsync(string container, CancellationToken ct) =>
        new(_transport, await _transport.OpenAsync(HttpMethod.Post, $"/containers/{container}/wait?condition=next-exit", s_request, ct));

    public async Task<ContainerState> InspectAsync(string container, CancellationToken ct) =>
        (await _transport.GetAsync($"/containers/{container}/json", DockerJson.Default.InspectAnswer, s_request, ct)).State;

    public Task KillAsync(string container, CancellationToken ct) =>
        UnlessGoneAsync(_transport.SendAsync(HttpMethod.Post, $"/containers/{container}/kill?signal=KILL", s_request, ct));

    /// <summary>Kills the container if it still runs, and removes it.</summary>
    public Task RemoveAsync(string container, CancellationToken ct) =>
        UnlessGoneAsync(_transport.SendAsync(HttpMethod.Delete, $"/containers/{container}?force=1&v=1", s_request, ct));

    /// <summary>Containers that carry a label, running or not.</summary>
    /// <param name="label">A name, or <c>name=value</c>.</param>
    public Task<IReadOnlyList<ContainerListed>> ListAsync(string label, CancellationToken ct)
    {
        string filters = JsonSerializer.Serialize(
            new Dictionary<string, IReadOnlyList<string>> { ["label"] = [label] }, DockerJson.Default.IReadOnlyDictionaryStringIReadOnlyListString);
        return _transport.GetAsync($"/containers/json?all=1&filters={Escape(filters)}", DockerJson.Default.IReadOnlyListContainerListed, s_request, ct);
    }

    /// <summary>404: it is not there. 409: it does not run, or is being removed already.</summary>
    private static async Task UnlessGoneAsync(Task request)
    {
        try
        {
            await request;
        }
        catch (DockerException e) when (e.Status is 404 or 409)
        {
            // What was asked for is so already.
        }
    }

    private static string? ErrorIn(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, DockerJson.Default.ProgressLine)?.Error;
        }
        catch (JsonException)
        {
            return null;   // progress in another form; whether the import worked shows when the image is used
        }
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
