using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>The image that was built last, for other machines' engines to pull: a registry of one repository, which nobody can write to.</summary>
/// <remarks>Source: OCI distribution specification 1.1, pull. Without TLS: for a network whose machines are trusted, where digests still tell what arrived.</remarks>
public sealed partial class ImageRegistry : IDisposable
{
    public const string Repository = "bench";

    private const string DigestPrefix = "sha256:";
    private const int MostAtOnce = 64;

    /// <summary>Longest that a blob may take on its way.</summary>
    private static readonly TimeSpan s_transfer = TimeSpan.FromMinutes(15);

    private readonly ImageStore _store;
    private readonly HttpListener _listener = new();
    private readonly SemaphoreSlim _room = new(MostAtOnce);

    private ImageRegistry(ImageStore store) => _store = store;

    /// <exception cref="UsageException">Nobody may listen there, or somebody does already.</exception>
    public static ImageRegistry Listen(ImageStore store, IPEndPoint endPoint)
    {
        ImageRegistry registry = new(store);
        registry._listener.Prefixes.Add($"http://{endPoint}/");
        try
        {
            registry._listener.Start();
            return registry;
        }
        catch (Exception e) when (e is HttpListenerException or System.Net.Sockets.SocketException)
        {
            registry.Dispose();
            throw new UsageException($"cannot listen on {endPoint}: {e.Message}; choose an address of this machine and a free port", e);
        }
    }

    /// <summary>Answers until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using CancellationTokenRegistration stop = ct.Register(_listener.Stop);
        while (!ct.IsCancellationRequested)
        {
            await _room.WaitAsync(ct);
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = AnswerAsync(context, ct);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                _room.Release();
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_transfer);
        try
        {
            await AnswerAsync(context.Request, context.Response, limit.Token);
            context.Response.Close();
        }
        catch (Exception e) when (e is IOException or HttpListenerException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The other end has gone, or was too slow; it asks again if it wants to.
            context.Response.Abort();
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task AnswerAsync(HttpListenerRequest request, HttpListenerResponse response, CancellationToken ct)
    {
        if (request.HttpMethod is not ("GET" or "HEAD"))
            await RefuseAsync(response, 405, "UNSUPPORTED", "this registry can only be read", ct);
        else if (request.Url?.AbsolutePath is "/v2/" or "/v2")
            await SendAsync(response, request, "application/json", new MemoryStream("{}"u8.ToArray()), ct);
        else if (PathPattern().Match(request.Url?.AbsolutePath ?? "") is { Success: true } path && Find(path.Groups[1].Value, path.Groups[2].Value) is (string digest, string type))
        {
            response.Headers["Docker-Content-Digest"] = DigestPrefix + digest;
            await using FileStream blob = File.OpenRead(_store.BlobFile(digest));
            await SendAsync(response, request, type, blob, ct);
        }
        else
            await RefuseAsync(response, 404, "NAME_UNKNOWN", $"there is nothing but {Repository} here, with the image that was built last", ct);
    }

    /// <returns>Null for what the image has not.</returns>
    private (string Digest, string Type)? Find(string kind, string reference)
    {
        StoredImage image;
        try
        {
            image = _store.Read();
        }
        catch (UsageException)
        {
            return null;   // not built yet
        }
        string digest = reference.StartsWith(DigestPrefix, StringComparison.Ordinal) ? reference[DigestPrefix.Length..] : "";
        if (kind == "manifests")
            return digest == image.Manifest || image.Name.EndsWith(":" + reference, StringComparison.Ordinal) ? (image.Manifest, ImageStore.ManifestType) : null;
        return image.Blobs.Contains(digest) ? (digest, "application/octet-stream") : null;
    }

    private static async Task SendAsync(HttpListenerResponse response, HttpListenerRequest request, string type, Stream content, CancellationToken ct)
    {
        response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        response.ContentType = type;
        response.ContentLength64 = content.Length;
        if (request.HttpMethod == "GET")
            await content.CopyToAsync(response.OutputStream, 1 << 20, ct);
    }

    private static async Task RefuseAsync(HttpListenerResponse response, int status, string code, string message, CancellationToken ct)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}""");
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body, ct);
    }

    [GeneratedRegex($"^/v2/{Repository}/(manifests|blobs)/([A-Za-z0-9:._-]{{1,128}})$")]
    private static partial Regex PathPattern();
}
