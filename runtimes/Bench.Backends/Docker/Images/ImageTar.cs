using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Bench.Backends.Docker;

/// <summary>A tar file for the engine, on the disk until it is disposed: what it holds may be larger than what one wants in memory.</summary>
/// <remarks>The same files make the same bytes, and so the same layer.</remarks>
internal sealed class ImageTar : IAsyncDisposable
{
    private const int TagLength = 24;
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode RunnableByAll = ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly FileStream _file;
    private readonly TarWriter _writer;

    internal ImageTar()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        File.Delete(path);   // it lives as long as it is open: a harness that is killed leaves nothing
        _writer = new TarWriter(_file, TarEntryFormat.Ustar, leaveOpen: true);
    }

    /// <summary>A tag for an image that these bytes decide, together with <paramref name="more"/>.</summary>
    internal static async Task<string> DigestAsync(string file, string more, CancellationToken ct)
    {
        await using FileStream content = File.OpenRead(file);
        byte[] digest = await SHA256.HashDataAsync(content, ct);
        return Convert.ToHexStringLower(SHA256.HashData([.. digest, .. Encoding.UTF8.GetBytes(more)]))[..TagLength];
    }

    /// <param name="name">In the tar file, without a leading slash.</param>
    internal async Task AddAsync(string file, string name, CancellationToken ct)
    {
        await using FileStream content = File.OpenRead(file);
        await AddAsync(content, name, RunnableByAll, ct);
    }

    internal Task AddTextAsync(string text, string name, CancellationToken ct) =>
        AddAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, ReadableByAll, ct);

    /// <summary>The whole file, to be read from its beginning; owned by this.</summary>
    internal Stream Finish()
    {
        _writer.Dispose();
        _file.Position = 0;
        return _file;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _file.DisposeAsync();
    }

    private Task AddAsync(Stream content, string name, UnixFileMode mode, CancellationToken ct) =>
        _writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { Mode = mode, ModificationTime = DateTimeOffset.UnixEpoch, DataStream = content }, ct);
}
