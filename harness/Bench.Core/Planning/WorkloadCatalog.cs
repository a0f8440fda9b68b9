using System.Security.Cryptography;
using System.Text.Json;

namespace Bench.Core;

/// <summary>Reads <c>workloads/*/workload.json</c>. A workload is a folder: nothing else lists it.</summary>
public static class WorkloadCatalog
{
    private static readonly string[] s_languages = ["c", "csharp", "wasm"];

    /// <returns>All workloads, sorted by id.</returns>
    /// <exception cref="UsageException">A file is malformed: the message names file, line and what was expected.</exception>
    public static IReadOnlyList<Workload> Load(string folder) =>
        [.. Directory.EnumerateDirectories(folder)
            .Select(static child => Path.Combine(child, "workload.json"))
            .Where(File.Exists)
            .Select(LoadOne)
            .OrderBy(static workload => workload.Id, StringComparer.Ordinal)];

    public static Workload LoadOne(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        WorkloadFile content;
        try
        {
            content = JsonSerializer.Deserialize<WorkloadFile>(File.ReadAllBytes(file), JsonText.Strict)
                ?? throw new UsageException($"{file}(1,1): expected an object, found null");
        }
        catch (JsonException e)
        {
            throw new UsageException(JsonFault.Describe(file, e), e);
        }
        if (content.Id != Path.GetFileName(folder))
            throw new UsageException($"{file}: 'id' is '{content.Id}', expected the folder's name '{Path.GetFileName(folder)}'");
        foreach ((string language, string source) in content.Sources)
        {
            if (!s_languages.Contains(language))
                throw new UsageException($"{file}: 'sources.{language}' is unknown, expected one of {string.Join(", ", s_languages)}");
            if (!File.Exists(Path.Combine(folder, source)))
                throw new UsageException($"{file}: 'sources.{language}' names {source}, which is not in the folder");
        }
        if (content.Sizes.Count == 0)
            throw new UsageException($"{file}: 'sizes' is empty, expected at least 'smoke'");
        return new Workload(content.Id, content.Title, content.Summary, content.Stresses, folder, content.Sources,
            content.Sizes.ToDictionary(static pair => pair.Key, pair => SizeOf(file, folder, pair.Key, pair.Value)));
    }

    private static WorkloadSize SizeOf(string file, string folder, string name, SizeFile size)
    {
        ExpectedFile expected = size.Expected;
        if (expected.File is not null)
        {
            string path = Path.Combine(folder, expected.File);
            if (!File.Exists(path))
                throw new UsageException($"{file}: 'sizes.{name}.expected.file' names {expected.File}, which is not in the folder");
            byte[] bytes = File.ReadAllBytes(path);
            return new WorkloadSize(name, size.Args, new ExpectedOutput(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, path));
        }
        if (expected.Sha256 is not { Length: 64 } || expected.Bytes is not >= 0)
            throw new UsageException($"{file}: 'sizes.{name}.expected' needs either 'file', or 'sha256' (64 hexadecimal digits) and 'bytes'");
        return new WorkloadSize(name, size.Args, new ExpectedOutput(expected.Sha256.ToLowerInvariant(), expected.Bytes.Value, null));
    }
}

internal sealed record WorkloadFile
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required string Stresses { get; init; }
    public required Dictionary<string, string> Sources { get; init; }
    public required Dictionary<string, SizeFile> Sizes { get; init; }
}

internal sealed record SizeFile
{
    public required IReadOnlyList<string> Args { get; init; }
    public required ExpectedFile Expected { get; init; }
}

internal sealed record ExpectedFile
{
    public string? File { get; init; }
    public string? Sha256 { get; init; }
    public long? Bytes { get; init; }
}
