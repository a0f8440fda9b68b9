using System.Globalization;
using System.Text.Json;
using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>A container engine behind its Unix socket: the requests that the harness needs, of Docker's HTTP API.</summary>
/// <remarks>All methods throw <see cref="DockerException"/> when the engine refuses, is late or has gone. Removing or killing what is not there is no error.</remarks>
public sealed class DockerEngine : IDisposable
{
    /// <summary>The newest version of the API that this client was written for.</summary>
    private static readonly Version s_newest = new(1, 45);

    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_import = TimeSpan.FromMinutes(2);

    /// <summary>For images of a gigabyte on slow disks.</summary>
    private static readonly TimeSpan s_load = TimeSpan.FromMinutes(15);

    /// <summary>Stands for trouble that the engine reported after it had answered with 200.</summary>
    private const int Refused = 500;

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
        ThrowIfFailed(await _transport.TextAsync(HttpMethod.Post, query, content, s_import, ct), $"import {repository}:{tag}");
    }

    /// <summary>Makes an image by a Dockerfile, without a network and without a registry: what it begins with must be there.</summary>
    /// <param name="context">A tar file with the Dockerfile and what it copies.</param>
    public async Task BuildImageAsync(Stream context, string name, CancellationToken ct)
    {
        using StreamContent content = new(context);
        content.Headers.ContentType = new("application/x-tar");
        // The engine's own builder: the newer one would ask for a session over the same connection.
        string query = $"/build?version=1&networkmode=none&nocache=1&rm=1&forcerm=1&t={Escape(name)}";
        ThrowIfFailed(await _transport.TextAsync(HttpMethod.Post, query, content, s_import, ct), $"build {name}");
    }

    /// <summary>Takes images from an archive, as <c>docker save</c> writes it or an OCI layout with <c>manifest.json</c>.</summary>
    public async Task LoadImageAsync(Stream tar, CancellationToken ct)
    {
        using StreamContent content = new(tar);
        content.Headers.ContentType = new("application/x-tar");
        ThrowIfFailed(await _transport.TextAsync(HttpMethod.Post, "/images/load?quiet=1", content, s_load, ct), "load the image");
    }

    /// <summary>Images that carry a label, with all their labels.</summary>
    /// <param name="label">A name, or <c>name=value</c>.</param>
    public Task<IReadOnlyList<ImageListed>> ListImagesAsync(string label, CancellationToken ct) =>
        _transport.GetAsync($"/images/json?filters={FiltersOf(("label", label))}", DockerJson.Default.IReadOnlyListImageListed, s_request, ct);

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

    public Task<ContainerDetails> InspectAsync(string container, CancellationToken ct) =>
        _transport.GetAsync($"/containers/{container}/json", DockerJson.Default.ContainerDetails, s_request, ct);

    /// <summary>When the engine had removed a container, by its own record of events.</summary>
    /// <param name="sinceUnixNs">Nothing before is looked at; nanoseconds since 1970, as is the answer.</param>
    /// <returns>Null where the engine has no record of it up to now.</returns>
    public async Task<long?> RemovedAtAsync(string container, long sinceUnixNs, CancellationToken ct)
    {
        // With an end that has passed, the engine tells what it remembers and closes.
        string query = $"/events?since={Seconds(sinceUnixNs)}&until={Seconds(RealtimeClock.UnixNanoseconds())}"
            + $"&filters={FiltersOf(("container", container), ("event", "destroy"))}";
        string lines = await _transport.TextAsync(HttpMethod.Get, query, null, s_request, ct);
        try
        {
            return lines.Split('\n').FirstOrDefault(static line => line.Length > 0) is string line
                ? JsonSerializer.Deserialize(line, DockerJson.Default.EngineEvent)?.TimeNano
                : null;
        }
        catch (JsonException e)
        {
            throw new DockerException($"the Docker engine's record of events cannot be read: {e.Message}", e);
        }
    }

    public Task KillAsync(string container, CancellationToken ct) =>
        UnlessGoneAsync(_transport.SendAsync(HttpMethod.Post, $"/containers/{container}/kill?signal=KILL", s_request, ct));

    /// <summary>Kills the container if it still runs, and removes it.</summary>
    public Task RemoveAsync(string container, CancellationToken ct) =>
        UnlessGoneAsync(_transport.SendAsync(HttpMethod.Delete, $"/containers/{container}?force=1&v=1", s_request, ct));

    /// <summary>Containers that carry a label, running or not.</summary>
    /// <param name="label">A name, or <c>name=value</c>.</param>
    public Task<IReadOnlyList<ContainerListed>> ListAsync(string label, CancellationToken ct) =>
        _transport.GetAsync($"/containers/json?all=1&filters={FiltersOf(("label", label))}", DockerJson.Default.IReadOnlyListContainerListed, s_request, ct);

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

    /// <param name="progress">One document a line; trouble comes in one of them, under status 200.</param>
    private static void ThrowIfFailed(string progress, string what)
    {
        foreach (string line in progress.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (ErrorIn(line) is string error)
                throw new DockerException($"the Docker engine could not {what}: {error.ReplaceLineEndings(" ").Trim()}") { Status = Refused };
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

    private static string FiltersOf(params IEnumerable<(string Name, string Value)> filters) => Escape(JsonSerializer.Serialize(
        filters.ToDictionary(static one => one.Name, static one => (IReadOnlyList<string>)[one.Value]), DockerJson.Default.IReadOnlyDictionaryStringIReadOnlyListString));

    /// <summary>As the engine reads a moment: seconds since 1970 with nine decimals.</summary>
    private static string Seconds(long unixNs) => string.Create(CultureInfo.InvariantCulture, $"{unixNs / 1_000_000_000}.{unixNs % 1_000_000_000:000000000}");

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
