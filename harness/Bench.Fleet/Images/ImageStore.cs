using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>The image that was built last, on the disk as an OCI layout, with layers that the next one may need again.</summary>
/// <remarks>Sources: OCI image specification 1.1, image-layout, manifest and config; manifest.json as <c>docker load</c> reads it.</remarks>
public sealed class ImageStore
{
    internal const string LayerType = "application/vnd.oci.image.layer.v1.tar";
    internal const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string CreatedBy = "bench image build: ";
    private const string Epoch = "1970-01-01T00:00:00Z";
    private const string Layout = "oci-layout", Index = "index.json", DockerManifest = "manifest.json", Kept = "layers.json";

    private readonly string _folder;

    public ImageStore(string folder) => _folder = folder;

    public static ImageStore Of(RepoLayout layout) => new(Path.Combine(layout.Home, "artifacts", "image"));

    /// <summary>Of the image that was built last.</summary>
    /// <exception cref="UsageException">None was built here.</exception>
    public string Name => Read().Name;

    private string Blobs => Path.Combine(_folder, "blobs", "sha256");

    internal string BlobFile(string digest) => Path.Combine(Blobs, digest);

    /// <summary>Keeps others from building in the same folder at once.</summary>
    /// <exception cref="UsageException">Another one is at it, or the folder cannot be written.</exception>
    internal IDisposable Lock()
    {
        try
        {
            Directory.CreateDirectory(Blobs);
            return new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot build in {_folder} ({e.Message}): another build may be at work there", e);
        }
    }

    /// <summary>A layer's tar file, from before if nothing in it has changed.</summary>
    internal async Task<BuiltLayer> LayerAsync(LayerContent content, CancellationToken ct)
    {
        long begin = Stopwatch.GetTimestamp();
        string fingerprint = content.Fingerprint();
        Dictionary<string, string> kept = ReadKept();
        if (kept.TryGetValue(fingerprint, out string? digest) && new FileInfo(BlobFile(digest)) is { Exists: true } blob)
            return new BuiltLayer(content.Name, digest, blob.Length, IsNew: false, Stopwatch.GetElapsedTime(begin));
        (digest, long bytes) = await WriteBlobAsync(async output =>
        {
            TarEncoder tar = new(output);
            foreach (LayerEntry entry in content.Entries)
                await tar.WriteAsync(entry, ct);
            await tar.FinishAsync(ct);
        }, ct);
        kept[fingerprint] = digest;
        await File.WriteAllBytesAsync(Path.Combine(_folder, Kept), JsonSerializer.SerializeToUtf8Bytes(kept), ct);
        return new BuiltLayer(content.Name, digest, bytes, IsNew: true, Stopwatch.GetElapsedTime(begin));
    }

    /// <summary>Makes an image of layers, lowest first, and forgets what it does not need.</summary>
    internal async Task PublishAsync(ImageIdentity identity, IReadOnlyList<BuiltLayer> layers, IReadOnlyList<string> entryPoint, CancellationToken ct)
    {
        string name = ImageName.Of(identity.Id);
        (string config, long configBytes) = await WriteJsonAsync(ConfigOf(identity, layers, entryPoint), ct);
        (string manifest, long manifestBytes) = await WriteJsonAsync(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = Descriptor(ConfigType, config, configBytes),
            ["layers"] = new JsonArray([.. layers.Select(static layer => Descriptor(LayerType, layer.Digest, layer.Bytes))]),
        }, ct);
        JsonObject entry = Descriptor(ManifestType, manifest, manifestBytes);
        entry["annotations"] = new JsonObject { ["io.containerd.image.name"] = name, ["org.opencontainers.image.ref.name"] = ImageName.TagOf(identity.Id) };
        entry["platform"] = new JsonObject { ["architecture"] = Platform, ["os"] = "linux" };
        await WriteAsync(Layout, new JsonObject { ["imageLayoutVersion"] = "1.0.0" }, ct);
        await WriteAsync(DockerManifest, new JsonArray(new JsonObject
        {
            ["Config"] = $"blobs/sha256/{config}",
            ["RepoTags"] = new JsonArray(name),
            ["Layers"] = new JsonArray([.. layers.Select(static layer => (JsonNode)$"blobs/sha256/{layer.Digest}")]),
        }), ct);
        await WriteAsync(Index, new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = IndexType, ["manifests"] = new JsonArray(entry) }, ct);
        Forget([config, manifest, .. layers.Select(static layer => layer.Digest)]);
    }

    /// <summary>Name of the image that was built last; null where none was.</summary>
    public string? LastName => File.Exists(Path.Combine(_folder, Index)) ? Read().Name : null;

    /// <returns>What tells the content of the image that was built last, if the name has its tag, wherever that says it is; else null.</returns>
    public string? IdOf(string name) => LastName is string last && last[last.LastIndexOf(':')..] == name[Math.Max(0, name.LastIndexOf(':'))..] ? Read().Id : null;

    /// <summary>Name, manifest and blobs of the image that was built last.</summary>
    /// <exception cref="UsageException">None was built here.</exception>
    internal StoredImage Read()
    {
        try
        {
            JsonNode entry = JsonNode.Parse(File.ReadAllBytes(Path.Combine(_folder, Index)))!["manifests"]![0]!;
            string manifest = DigestIn(entry);
            JsonNode parts = JsonNode.Parse(File.ReadAllBytes(BlobFile(manifest)))!;
            string[] layers = [.. parts["layers"]!.AsArray().Select(static one => DigestIn(one!))];
            string config = DigestIn(parts["config"]!);
            JsonNode about = JsonNode.Parse(File.ReadAllBytes(BlobFile(config)))!;
            IEnumerable<string> names = about["history"]!.AsArray().Select(static one => ((string)one!["created_by"]!)[CreatedBy.Length..]);
            return new StoredImage((string)entry["annotations"]!["io.containerd.image.name"]!, (string)about["config"]!["Labels"]![ImageName.IdLabel]!, manifest, [.. layers, config, manifest],
                layers.Zip(names).DistinctBy(static one => one.First).ToDictionary(static one => one.First, static one => one.Second));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NullReferenceException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw new UsageException("no image was built here; ./bench image build makes one", e);
        }
    }

    /// <summary>The whole image as one tar file, for <c>docker load</c> and for tools that read OCI archives.</summary>
    /// <exception cref="UsageException">None was built here.</exception>
    public async Task WriteArchiveAsync(Stream output, CancellationToken ct)
    {
        LayerContent archive = new("archive");
        foreach (string file in (string[])[Layout, Index, DockerManifest, .. Read().Blobs.Select(static digest => $"blobs/sha256/{digest}")])
            archive.AddAsItIs(Path.Combine(_folder, file), file);
        TarEncoder tar = new(output);
        foreach (LayerEntry entry in archive.Entries)
            await tar.WriteAsync(entry, ct);
        await tar.FinishAsync(ct);
    }

    /// <summary>The same to be read, without a file of its own.</summary>
    public Stream OpenArchive(CancellationToken ct)
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 8 << 20, resumeWriterThreshold: 4 << 20, useSynchronizationContext: false));
        _ = Task.Run(async () =>
        {
            try
            {
                await WriteArchiveAsync(pipe.Writer.AsStream(leaveOpen: true), ct);
                await pipe.Writer.CompleteAsync();
            }
            catch (Exception e)
            {
                // Comes out where the other end reads.
                await pipe.Writer.CompleteAsync(e);
            }
        }, CancellationToken.None);
        return pipe.Reader.AsStream();
    }

    private static string Platform => RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => "amd64", Architecture.Arm64 => "arm64", Architecture other => other.ToString().ToLowerInvariant() };

    private static JsonObject ConfigOf(ImageIdentity identity, IReadOnlyList<BuiltLayer> layers, IReadOnlyList<string> entryPoint) => new()
    {
        ["created"] = Epoch,
        ["architecture"] = Platform,
        ["os"] = "linux",
        ["config"] = new JsonObject
        {
            ["Env"] = new JsonArray($"PATH={HarnessImage.SearchPath}", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"),
            ["Entrypoint"] = new JsonArray([.. entryPoint.Select(static one => (JsonNode)one)]),
            ["WorkingDir"] = HarnessImage.Root,
            ["Labels"] = new JsonObject
            {
                [Backends.Docker.Owner.Label] = "image",
                [ImageName.CommitLabel] = identity.Commit,
                [ImageName.IdLabel] = identity.Id,
            },
        },
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. layers.Select(static layer => (JsonNode)$"sha256:{layer.Digest}")]) },
        ["history"] = new JsonArray([.. layers.Select(static layer => new JsonObject { ["created"] = Epoch, ["created_by"] = CreatedBy + layer.Name })]),
    };

    private static JsonObject Descriptor(string type, string digest, long bytes) => new() { ["mediaType"] = type, ["digest"] = $"sha256:{digest}", ["size"] = bytes };

    /// <exception cref="FormatException">It is no SHA-256, and would be a path to somewhere else.</exception>
    private static string DigestIn(JsonNode descriptor) => (string?)descriptor["digest"] is string digest && digest.StartsWith("sha256:", StringComparison.Ordinal) && IsDigest(digest[7..])
        ? digest[7..]
        : throw new FormatException("a descriptor has no digest");

    internal static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private Task<(string Digest, long Bytes)> WriteJsonAsync(JsonNode json, CancellationToken ct) =>
        WriteBlobAsync(output => output.WriteAsync(Encoding.UTF8.GetBytes(json.ToJsonString()), ct).AsTask(), ct);

    private Task WriteAsync(string file, JsonNode json, CancellationToken ct) => File.WriteAllTextAsync(Path.Combine(_folder, file), json.ToJsonString(), ct);

    private async Task<(string Digest, long Bytes)> WriteBlobAsync(Func<Stream, Task> write, CancellationToken ct)
    {
        string unfinished = Path.Combine(_folder, $"unfinished-{Guid.NewGuid():n}");
        try
        {
            string digest;
            long bytes;
            await using (FileStream file = new(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }))
            {
                await using DigestStream digesting = new(file);
                await using BufferedStream buffered = new(digesting, 1 << 20);
                await write(buffered);
                await buffered.FlushAsync(ct);
                (digest, bytes) = (digesting.Digest, digesting.Written);
            }
            File.Move(unfinished, BlobFile(digest), overwrite: true);
            return (digest, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write the image below {_folder}: {e.Message}", e);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private Dictionary<string, string> ReadKept()
    {
        try
        {
            return (JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Path.Combine(_folder, Kept))) ?? []).Where(static one => IsDigest(one.Value ?? "")).ToDictionary();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];   // layers are made again
        }
    }

    private void Forget(IReadOnlyCollection<string> needed)
    {
        foreach (string file in Directory.EnumerateFiles(Blobs).Where(file => !needed.Contains(Path.GetFileName(file))).Concat(Directory.EnumerateFiles(_folder, "unfinished-*")))
            File.Delete(file);
        Dictionary<string, string> kept = ReadKept().Where(one => needed.Contains(one.Value)).ToDictionary();
        File.WriteAllBytes(Path.Combine(_folder, Kept), JsonSerializer.SerializeToUtf8Bytes(kept));
    }
}

/// <param name="Id">Of <see cref="ImageIdentity"/>.</param>
/// <param name="Manifest">Its digest.</param>
/// <param name="Blobs">Digests of everything that the image is made of.</param>
/// <param name="Layers">Names of the layers by their digests.</param>
internal sealed record StoredImage(string Name, string Id, string Manifest, IReadOnlyList<string> Blobs, IReadOnlyDictionary<string, string> Layers);
