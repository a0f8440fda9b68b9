using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>The image that was built last, for other machines' engines to pull: a registry of one repository, which nobody can write to.</summary>
/// <remarks>Source: OCI distribution specification 1.1, pull. Without TLS: for a network whose machines are trusted, where digests still tell what arrived.</remarks>
public sealed partial class ImageRegistry : IDisposable
{
    public const string Repository = "bench";

    private const string DigestPrefix = "sha256:", Manifests = "manifests";

    /// <summary>An engine takes three layers at once, and whoever waits for room is given up by its engine after seconds.</summary>
    private const int MostAtOnce = 1024;

    private const int PieceBytes = 1 << 17;

    private static readonly TimeSpan s_stall = TimeSpan.FromMinutes(1), s_end = TimeSpan.FromSeconds(2), s_look = TimeSpan.FromMilliseconds(10);

    private readonly ImageStore _store;
    private readonly HttpListener _listener = new();
    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private readonly Action<RegistryNews>? _news;
    private readonly TimeSpan _stall;

    private ImageRegistry(ImageStore store, Action<RegistryNews>? news, TimeSpan stall) => (_store, _news, _stall) = (store, news, stall);

    /// <param name="news">Told who takes what; on any thread, also on several at once.</param>
    /// <param name="stall">How long a client may take nothing at all of what it has asked for; a minute if not given.</param>
    /// <exception cref="UsageException">Nobody may listen there, or somebody does already.</exception>
    public static ImageRegistry Listen(ImageStore store, IPEndPoint endPoint, Action<RegistryNews>? news = null, TimeSpan? stall = null)
    {
        ImageRegistry registry = new(store, news, stall ?? s_stall);
        registry._listener.Prefixes.Add($"http://{endPoint}/");
        try
        {
            registry._listener.Start();
            return registry;
        }
        catch (Exception e) when (e is HttpListenerException or SocketException)
        {
            registry.Dispose();
            throw new UsageException($"cannot listen on {endPoint}: {e.Message}; choose an address of this machine and a free port", e);
        }
    }

    /// <summary>Answers until it is cancelled; then breaks off what is under way, and tells of it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
                await AcceptAsync(ct);
        }
        finally
        {
            long begin = Stopwatch.GetTimestamp();
            while (_room.CurrentCount < MostAtOnce && Stopwatch.GetElapsedTime(begin) < s_end)
                await Task.Delay(s_look, CancellationToken.None);
        }
    }

    /// <remarks>Whoever asks at this very moment may be sent an empty answer; the end of the process does not do that.</remarks>
    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task AcceptAsync(CancellationToken ct)
    {
        await _room.WaitAsync(ct);
        try
        {
            HttpListenerContext context = await _listener.GetContextAsync().WaitAsync(ct);
            _ = AnswerAsync(context, ct);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            _room.Release();
            ct.ThrowIfCancellationRequested();
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Nothing else ends the writing to somebody who does not read.
        await using CancellationTokenRegistration abort = limit.Token.Register(() => BreakOff(context.Response));
        try
        {
            await AnswerAsync(context.Request, context.Response, limit);
            context.Response.Close();
        }
        catch (Exception e) when (IsBreak(e))
        {
            // The other end has gone, or was too slow; it asks again if it wants to.
            BreakOff(context.Response);
        }
        finally
        {
            _room.Release();
        }
    }

    private static void BreakOff(HttpListenerResponse response)
    {
        try
        {
            // The listener ends what has not begun with an empty answer, and an engine would take that for the layer.
            response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
        }
        catch (Exception e) when (IsBreak(e))
        {
            // It has begun, with its length: the end of the connection tells.
        }
        try
        {
            response.Abort();
        }
        catch (Exception e) when (IsBreak(e))
        {
            // It was no connection any more.
        }
    }

    private static bool IsBreak(Exception e) =>
        e is IOException or UnauthorizedAccessException or HttpListenerException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;

    private async Task AnswerAsync(HttpListenerRequest request, HttpListenerResponse response, CancellationTokenSource limit)
    {
        limit.CancelAfter(_stall);
        IPAddress client = request.RemoteEndPoint.Address;
        if (request.HttpMethod is not ("GET" or "HEAD"))
            await RefuseAsync(response, 405, "UNSUPPORTED", "this registry can only be read", limit.Token);
        else if (request.Url?.AbsolutePath is "/v2/" or "/v2")
            await AnswerAsync(response, 200, "{}", limit.Token);
        else if (PathPattern().Match(request.Url?.AbsolutePath ?? "") is not { Success: true } path)
            await RefuseAsync(response, 404, "NAME_UNKNOWN", $"there is nothing but {Repository} here", limit.Token);
        else if (Find(path.Groups[1].Value, path.Groups[2].Value) is not Part part)
        {
            // An engine asks by HEAD first, and then again.
            if (request.HttpMethod == "GET")
                _news?.Invoke(new RegistryNews.Missing(client, path.Groups[2].Value));
            await RefuseAsync(response, 404, path.Groups[1].Value == Manifests ? "MANIFEST_UNKNOWN" : "BLOB_UNKNOWN", "only the image that was built last is here", limit.Token);
        }
        else
            await SendAsync(response, request, client, part, limit);
    }

    /// <returns>Null for what the image has not.</returns>
    private Part? Find(string kind, string reference)
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
        if (kind == Manifests)
            return digest == image.Manifest || image.Name.EndsWith(":" + reference, StringComparison.Ordinal) ? new Part(image.Manifest, ImageStore.ManifestType, null) : null;
        return image.Blobs.Contains(digest) ? new Part(digest, "application/octet-stream", image.Layers.GetValueOrDefault(digest)) : null;
    }

    private async Task SendAsync(HttpListenerResponse response, HttpListenerRequest request, IPAddress client, Part part, CancellationTokenSource limit)
    {
        response.Headers["Docker-Content-Digest"] = DigestPrefix + part.Digest;
        await using FileStream blob = File.OpenRead(_store.BlobFile(part.Digest));
        (long from, long until) = Head(response, request, part.Type, blob.Length);
        if (request.HttpMethod == "GET" && from < until)
            await SendAsync(response, client, part, blob, from, until, limit);
    }

    private async Task SendAsync(HttpListenerResponse response, IPAddress client, Part part, FileStream blob, long from, long until, CancellationTokenSource limit)
    {
        long begin = Stopwatch.GetTimestamp(), at = blob.Position = from;
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            while (at < until)
            {
                int read = await blob.ReadAsync(piece.AsMemory(0, (int)Math.Min(PieceBytes, until - at)), limit.Token);
                if (read == 0)
                    throw new EndOfStreamException();
                limit.CancelAfter(_stall);
                await response.OutputStream.WriteAsync(piece.AsMemory(0, read), limit.Token);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
            // The other parts are small, and say nothing.
            if (part.Layer is string layer)
                _news?.Invoke(new RegistryNews.Sent(client, layer, from, at, blob.Length, Stopwatch.GetElapsedTime(begin)));
        }
    }

    /// <returns>What of the content is wanted, its end exclusive.</returns>
    private static (long From, long Until) Head(HttpListenerResponse response, HttpListenerRequest request, string type, long length)
    {
        response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        response.Headers["Accept-Ranges"] = "bytes";
        response.ContentType = type;
        (long from, long until) = (0, length);
        if (request.HttpMethod == "GET" && ByteRange.Parse(request.Headers["Range"]) is ByteRange range)
        {
            bool isThere = range.First < length;
            (from, until) = isThere ? (range.First, Math.Min(range.Last ?? long.MaxValue, length - 1) + 1) : (0, 0);
            response.StatusCode = (int)(isThere ? HttpStatusCode.PartialContent : HttpStatusCode.RequestedRangeNotSatisfiable);
            response.Headers["Content-Range"] = isThere ? $"bytes {from}-{until - 1}/{length}" : $"bytes */{length}";
        }
        response.ContentLength64 = until - from;
        return (from, until);
    }

    private static Task RefuseAsync(HttpListenerResponse response, int status, string code, string message, CancellationToken ct) =>
        AnswerAsync(response, status, $$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}""", ct);

    private static async Task AnswerAsync(HttpListenerResponse response, int status, string json, CancellationToken ct)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body, ct);
    }

    [GeneratedRegex($"^/v2/{Repository}/({Manifests}|blobs)/([A-Za-z0-9:._-]{{1,128}})$")]
    private static partial Regex PathPattern();

    /// <param name="Layer">Its name; null for what is no layer.</param>
    private sealed record Part(string Digest, string Type, string? Layer);
}
