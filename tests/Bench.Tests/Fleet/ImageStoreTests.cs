using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Bench.Core;
using Bench.Fleet.Images;

namespace Bench.Tests;

public sealed class ImageStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_layer_is_written_once_and_again_only_when_something_in_it_changes()
    {
        ImageStore store = new(_folder["image"]);
        using IDisposable alone = store.Lock();
        _folder.Write("file", "one");
        BuiltLayer first = await LayerAsync(store), second = await LayerAsync(store);
        _folder.Write("file", "another");
        BuiltLayer third = await LayerAsync(store);

        Assert.Equal((true, false, true), (first.IsNew, second.IsNew, third.IsNew));
        Assert.Equal(first.Digest, second.Digest);
        Assert.NotEqual(first.Digest, third.Digest);
    }

    [Fact]
    public async Task The_same_image_is_the_same_bytes_wherever_it_is_built()
    {
        byte[] one = await ArchiveAsync(await BuildAsync("one", "a", "b"));
        byte[] two = await ArchiveAsync(await BuildAsync("two", "a", "b"));
        byte[] other = await ArchiveAsync(await BuildAsync("three", "a", "c"));

        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task An_archive_has_its_layers_in_order_and_every_blob_is_what_its_name_says()
    {
        Dictionary<string, byte[]> files = Read(await ArchiveAsync(await BuildAsync("image", "first", "second", "third")));

        JsonNode docker = JsonNode.Parse(files["manifest.json"])![0]!;
        JsonNode entry = JsonNode.Parse(files["index.json"])!["manifests"]![0]!;
        JsonNode manifest = JsonNode.Parse(files[BlobOf(entry)])!;
        JsonNode config = JsonNode.Parse(files[BlobOf(manifest["config"]!)])!;
        string[] layers = [.. manifest["layers"]!.AsArray().Select(static layer => BlobOf(layer!))];
        Assert.Equal("1.0.0", (string?)JsonNode.Parse(files["oci-layout"])!["imageLayoutVersion"]);
        Assert.Equal(layers, docker["Layers"]!.AsArray().Select(static one => (string)one!));
        Assert.Equal(layers, config["rootfs"]!["diff_ids"]!.AsArray().Select(static one => "blobs/" + ((string)one!).Replace(':', '/')));
        Assert.Equal(["first", "second", "third"], layers.Select(layer => Read(files[layer]).Single().Key));
        Assert.Equal("localhost/bench:0123456789abcdef", (string?)docker["RepoTags"]![0]);
        Assert.Equal("image", (string?)config["config"]!["Labels"]!["bench"]);
        Assert.All(files.Where(static file => file.Key.StartsWith("blobs/", StringComparison.Ordinal)),
            static file => Assert.Equal(Path.GetFileName(file.Key), Convert.ToHexStringLower(SHA256.HashData(file.Value))));
    }

    [Fact]
    public async Task The_next_image_leaves_nothing_behind_that_only_the_one_before_needed()
    {
        ImageStore store = await BuildAsync("image", "kept", "gone");
        string[] before = Blobs();
        File.WriteAllText(_folder["image/unfinished-by-a-killed-build"], "");
        await BuildAsync("image", "kept");

        Assert.Equal(4, before.Length);
        Assert.Equal(store.Read().Blobs.Order(StringComparer.Ordinal), Blobs());
        Assert.Equal(3, Blobs().Length);
        Assert.Empty(Directory.EnumerateFiles(_folder["image"], "unfinished-*"));

        string[] Blobs() => [.. Directory.EnumerateFiles(_folder["image/blobs/sha256"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
    }

    [Fact]
    public void Two_builds_in_one_folder_do_not_get_into_each_others_way()
    {
        using IDisposable first = new ImageStore(_folder["image"]).Lock();
        Assert.Contains("another build may be at work there", Assert.Throws<UsageException>(() => new ImageStore(_folder["image"]).Lock()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "manifests": [] }""")]
    [InlineData("""{ "manifests": [{ "digest": "sha256:../../../../etc/passwd" }] }""")]
    [InlineData("""{ "manifests": [{ "digest": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }] }""")]
    [InlineData("""{ "manifests": [{ "digest": 7 }] }""")]
    [InlineData("""{ "manifests": 7 }""")]
    public async Task Where_no_image_was_built_one_line_says_how_to_get_one(string? index)
    {
        if (index is not null)
            _folder.Write("image/index.json", index);
        ImageStore store = new(_folder["image"]);

        Assert.Equal("no image was built here; ./bench image build makes one", Assert.Throws<UsageException>(store.Read).Message);
        await Assert.ThrowsAsync<UsageException>(() => store.WriteArchiveAsync(Stream.Null, CancellationToken.None));
        await using Stream archive = store.OpenArchive(CancellationToken.None);
        await Assert.ThrowsAsync<UsageException>(() => archive.CopyToAsync(Stream.Null));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("""{ "fingerprint": "../../../../etc/passwd" }""")]
    [InlineData("""{ "fingerprint": null }""")]
    public async Task A_damaged_list_of_layers_only_means_that_they_are_made_again(string kept)
    {
        await BuildAsync("image", "a");
        _folder.Write("image/layers.json", kept);
        _folder.Write("file", "one");

        Assert.True((await LayerAsync(new ImageStore(_folder["image"]))).IsNew);
    }

    [Fact]
    public async Task A_file_that_is_saved_is_whole_or_not_there()
    {
        string file = _folder["saved.tar"];
        await Assert.ThrowsAsync<UsageException>(() => ImageFile.WriteAsync(new ImageStore(_folder["none"]), file, CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "saved*"));

        ImageStore store = await BuildAsync("image", "a");
        await ImageFile.WriteAsync(store, file, CancellationToken.None);
        Assert.Equal(await ArchiveAsync(store), await File.ReadAllBytesAsync(file));
    }

    private Task<BuiltLayer> LayerAsync(ImageStore store)
    {
        LayerContent content = new("test");
        content.AddAsItIs(_folder["file"], "/file");
        return store.LayerAsync(content, CancellationToken.None);
    }

    private async Task<ImageStore> BuildAsync(string folder, params string[] layers)
    {
        ImageStore store = new(_folder[folder]);
        using IDisposable alone = store.Lock();
        List<BuiltLayer> built = [];
        foreach (string name in layers)
        {
            LayerContent content = new(name);
            content.AddText(name, name);
            built.Add(await store.LayerAsync(content, CancellationToken.None));
        }
        await store.PublishAsync(new ImageIdentity { Id = "0123456789abcdef0123", Commit = "abc", BenchVersion = "1.0.0", Programs = [], Tools = new Dictionary<string, ImageTool>() },
            built, ["/usr/bin/dotnet", "/bench/artifacts/publish/bench.dll"], CancellationToken.None);
        return store;
    }

    private static async Task<byte[]> ArchiveAsync(ImageStore store)
    {
        using MemoryStream output = new();
        await using Stream archive = store.OpenArchive(CancellationToken.None);
        await archive.CopyToAsync(output);
        return output.ToArray();
    }

    private static Dictionary<string, byte[]> Read(byte[] tar)
    {
        Dictionary<string, byte[]> files = [];
        using TarReader reader = new(new MemoryStream(tar));
        while (reader.GetNextEntry() is TarEntry entry)
            if (entry.EntryType == TarEntryType.RegularFile)
            {
                using MemoryStream content = new();
                entry.DataStream?.CopyTo(content);
                files[entry.Name] = content.ToArray();
            }
        return files;
    }

    private static string BlobOf(JsonNode descriptor) => "blobs/" + ((string)descriptor["digest"]!).Replace(':', '/');
}
