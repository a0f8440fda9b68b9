using System.Formats.Tar;
using System.Security.Cryptography;

namespace Bench.Backends.Docker;

/// <summary>An image of one file: a statically linked program and nothing else.</summary>
/// <param name="Bytes">As the engine counts it.</param>
internal sealed record ScratchImage(string Name, long Bytes)
{
    private const string Repository = "bench";
    private const string Program = "program";

    /// <summary>Imports the program, unless the engine has the very same one already.</summary>
    internal static async Task<ScratchImage> ImportAsync(DockerEngine engine, string program, CancellationToken ct)
    {
        byte[] content = await File.ReadAllBytesAsync(program, ct);
        string tag = Convert.ToHexStringLower(SHA256.HashData(content))[..24];
        string name = $"{Repository}:{tag}";
        if (await engine.ImageBytesAsync(name, ct) is long known)
            return new ScratchImage(name, known);
        using MemoryStream tar = await PackAsync(content, ct);
        await engine.ImportImageAsync(tar, Repository, tag, [$"ENTRYPOINT [\"/{Program}\"]", $"LABEL {Owner.Label}=image"], ct);
        long bytes = await engine.ImageBytesAsync(name, ct)
            ?? throw new DockerException($"the Docker engine imported {name} but does not know it");
        return new ScratchImage(name, bytes);
    }

    private static async Task<MemoryStream> PackAsync(byte[] content, CancellationToken ct)
    {
        MemoryStream tar = new();
        await using (TarWriter writer = new(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            UstarTarEntry entry = new(TarEntryType.RegularFile, Program)
            {
                Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                    | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
                ModificationTime = DateTimeOffset.UnixEpoch,   // the same program makes the same layer
                DataStream = new MemoryStream(content),
            };
            await writer.WriteEntryAsync(entry, ct);
        }
        tar.Position = 0;
        return tar;
    }
}
