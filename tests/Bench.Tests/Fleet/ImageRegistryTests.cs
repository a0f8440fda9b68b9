using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bench.Core;
using Bench.Fleet.Images;

namespace Bench.Tests;

public sealed class ImageRegistryTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_stall = TimeSpan.FromSeconds(3), s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<RegistryNews> _news = [];
    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _endPoint = FreePort();
    private HttpClient _client = null!;
    private ImageStore _store = null!;
    private ImageRegistry _registry = null!;
    private Task _serving = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _store = new ImageStore(_folder["image"]);
        using (_store.Lock())
        {
            LayerContent content = new("layer");
            content.AddText(new string('x', 3 << 20), "file");
            BuiltLayer layer = await _store.LayerAsync(content, CancellationToken.None);
            await _store.PublishAsync(new ImageIdentity { Id = "0123456789abcdef0123", Commit = "", BenchVersion = "1", Programs = [], Tools = new Dictionary<string, ImageTool>() }, [layer], ["/program"], CancellationToken.None);
        }
        _registry = ImageRegistry.Listen(_store, _endPoint, _news.Enqueue, s_stall);
        _serving = _registry.RunAsync(_end.Token);
        _client = new HttpClient { BaseAddress = new Uri($"http://{_endPoint}/"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _serving);
    }

    public void Dispose()
    {
        _client.Dispose();
        _registry.Dispose();
        _end.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_image_is_pulled_by_its_tag_blob_by_blob()
    {
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("v2/")).StatusCode);
        HttpResponseMessage answer = await _client.GetAsync("v2/bench/manifests/0123456789abcdef");
        byte[] manifest = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("application/vnd.oci.image.manifest.v1+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(manifest)), answer.Headers.GetValues("Docker-Content-Digest").Single());

        JsonNode parts = JsonNode.Parse(manifest)!;
        foreach (JsonNode part in parts["layers"]!.AsArray().Append(parts["config"])!)
        {
            byte[] blob = await _client.GetByteArrayAsync($"v2/bench/blobs/{(string)part["digest"]!}");
            Assert.Equal(((long)part["size"]!, (string)part["digest"]!), (blob.Length, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob))));
        }
        Assert.Equal(manifest, await _client.GetByteArrayAsync($"v2/bench/manifests/{answer.Headers.GetValues("Docker-Content-Digest").Single()}"));
    }

    [Fact]
    public async Task A_question_about_a_blob_is_answered_without_the_blob()
    {
        string digest = _store.Read().Blobs[0];
        using HttpRequestMessage head = new(HttpMethod.Head, $"v2/bench/blobs/sha256:{digest}");
        HttpResponseMessage answer = await _client.SendAsync(head);

        Assert.Equal((HttpStatusCode.OK, new FileInfo(_store.BlobFile(digest)).Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("bytes=0-", 0, 3 << 20)]
    [InlineData("bytes=1048577-", 1048577, 3 << 20)]
    [InlineData("bytes=5-14", 5, 15)]
    [InlineData("bytes=5-99999999999", 5, 3 << 20)]
    public async Task A_layer_that_broke_off_goes_on_where_it_did(string range, int from, int until)
    {
        byte[] whole = await File.ReadAllBytesAsync(_store.BlobFile(_store.Read().Blobs[0]));
        HttpResponseMessage answer = await LayerAsync(range);

        int end = until == 3 << 20 ? whole.Length : until;
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes {from}-{end - 1}/{whole.Length}"), (answer.StatusCode, answer.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(whole[from..end], await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("bytes=-5")]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("rows=1-2")]
    public async Task A_range_that_is_none_is_answered_with_the_whole(string range) =>
        Assert.Equal(HttpStatusCode.OK, (await LayerAsync(range)).StatusCode);

    [Fact]
    public async Task A_layer_has_nothing_behind_its_end()
    {
        HttpResponseMessage answer = await LayerAsync("bytes=99999999999-");
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, 0), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Who_took_what_is_told()
    {
        await LayerAsync(null);
        await LayerAsync("bytes=5-14");
        await _client.GetAsync("v2/bench/manifests/fedcba9876543210");
        RegistryNews[] news = [.. _news];
        long length = new FileInfo(_store.BlobFile(_store.Read().Blobs[0])).Length;

        Assert.Equal(
            [new RegistryNews.Sent(IPAddress.Loopback, "layer", 0, length, length, default), new RegistryNews.Sent(IPAddress.Loopback, "layer", 5, 15, length, default), new RegistryNews.Missing(IPAddress.Loopback, "fedcba9876543210")],
            news.Select(static one => one is RegistryNews.Sent sent ? sent with { Took = default } : one));
    }

    [Fact]
    public async Task A_layer_that_cannot_be_read_is_not_taken_for_an_empty_one()
    {
        string digest = _store.Read().Blobs[0];
        File.Delete(_store.BlobFile(digest));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _client.GetAsync($"v2/bench/blobs/sha256:{digest}")).StatusCode);
    }

    [Fact]
    public async Task Many_who_take_their_time_do_not_keep_out_another_and_are_let_go()
    {
        const int many = 80;
        List<TcpClient> slow = [];
        try
        {
            for (int i = 0; i < many; i++)
                slow.Add(await AskForLayerAsync());
            using CancellationTokenSource limit = new(s_patience);
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("v2/", limit.Token)).StatusCode);
            Assert.Empty(_news);
            while (_news.Count < many)
                await Task.Delay(20, limit.Token);
            Assert.All(_news, static one => Assert.True(one is RegistryNews.Sent { Until: var until, Length: var length } && until < length));
        }
        finally
        {
            slow.ForEach(static one => one.Dispose());
        }
    }

    [Theory]
    [InlineData("v2/bench/manifests/latest", "MANIFEST_UNKNOWN")]
    [InlineData("v2/other/manifests/0123456789abcdef", "NAME_UNKNOWN")]
    [InlineData("v2/bench/blobs/sha256:0000000000000000000000000000000000000000000000000000000000000000", "BLOB_UNKNOWN")]
    [InlineData("v2/bench/blobs/sha256:..%2F..%2F..%2Findex.json", "NAME_UNKNOWN")]
    [InlineData("v2/bench/blobs/..%2F..%2Flayers.json", "NAME_UNKNOWN")]
    [InlineData("v2/bench/manifests/", "NAME_UNKNOWN")]
    [InlineData("", "NAME_UNKNOWN")]
    public async Task What_is_no_part_of_the_image_is_not_there(string path, string code)
    {
        HttpResponseMessage answer = await _client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(code, (string?)JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync())!["errors"]![0]!["code"]);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Nobody_can_write(string method)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), "v2/bench/manifests/0123456789abcdef") { Content = new StringContent("{}") };
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Garbage_and_connections_that_break_off_do_not_end_it()
    {
        foreach (string garbage in (string[])["\0\u0001\u0002", "GET\r\n\r\n", "GET /v2/ HTTP/9.9\r\nHost: x\r\n\r\n", $"GET /v2/bench/blobs/sha256:{_store.Read().Blobs[0]} HTTP/1.1\r\nHost: {_endPoint}\r\n\r\n"])
        {
            using TcpClient client = new();
            await client.ConnectAsync(_endPoint);
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(garbage));
        }
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("v2/")).StatusCode);
    }

    [Fact]
    public void A_port_that_is_taken_is_named() =>
        Assert.StartsWith($"cannot listen on {_endPoint}: ", Assert.Throws<UsageException>(() => ImageRegistry.Listen(_store, _endPoint)).Message, StringComparison.Ordinal);

    private async Task<HttpResponseMessage> LayerAsync(string? range)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"v2/bench/blobs/sha256:{_store.Read().Blobs[0]}");
        if (range is not null)
            request.Headers.TryAddWithoutValidation("Range", range);
        return await _client.SendAsync(request);
    }

    /// <summary>Somebody who asks for a layer and does not read it.</summary>
    private async Task<TcpClient> AskForLayerAsync()
    {
        TcpClient client = new() { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(_endPoint);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"GET /v2/bench/blobs/sha256:{_store.Read().Blobs[0]} HTTP/1.1\r\nHost: {_endPoint}\r\n\r\n"));
        return client;
    }

    private static IPEndPoint FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }
}
