using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>Reads <c>workloads/*/workload.json</c>. A workload is a folder: nothing else lists it.</summary>
public static partial class WorkloadCatalog
{
    private static readonly string[] s_languages = ["c", "csharp", "wasm"];

    /// <returns>All workloads, sorted by id.</returns>
    /// <exception cref="UsageException">A file is malformed: the message names file, line and what was expected.</exception>
    public static IReadOnlyList<Workload> Load(string folder) => !Directory.Exists(folder)
        ? throw new UsageException($"{folder} is not there, expected a folder of workloads")
        : [.. Directory.EnumerateDirectories(folder)
            .Select(static child => Path.Combine(child, "workload.json"))
            .Where(File.Exists)
            .Select(LoadOne)
            .OrderBy(static workload => workload.Id, StringComparer.Ordinal)];

    public static Workload LoadOne(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        WorkloadFile content = StrictJson.Load<WorkloadFile>(file);
        if (content.Id != Path.GetFileName(folder))
            throw new UsageException($"{file}: 'id' is '{content.Id}', expected the folder's name '{Path.GetFileName(folder)}'");
        foreach ((string language, string source) in content.Sources)
        {
            if (!s_languages.Contains(language))
                throw new UsageException($"{file}: 'sources.{language}' is unknown, expected one of {string.Join(", ", s_languages)}");
            if (!IsInside(folder, source))
                throw new UsageException($"{file}: 'sources.{language}' names {source}, which is not in the folder");
        }
        if (content.Sources.Count == 0)
            throw new UsageException($"{file}: 'sources' is empty, expected at least one of {string.Join(", ", s_languages)}");
        if (content.Sizes.Count == 0)
            throw new UsageException($"{file}: 'sizes' is empty, expected at least 'smoke'");
        if (content.Work is string work && WorkGrowth.Find(work) is null)
            throw new UsageException($"{file}: 'work' is '{work}', expected one of {string.Join(", ", WorkGrowth.Names)}");
        foreach (string shared in content.Shared)
            if (!FolderName().IsMatch(shared) || !Directory.Exists(Beside(folder, shared)))
                throw new UsageException($"{file}: 'shared' names {shared}, which is no folder beside this one");
        foreach (string asset in content.Assets)
            if (!FolderName().IsMatch(asset))
                throw new UsageException($"{file}: 'assets' names '{asset}', expected the id of a tool");
        foreach (string feature in content.Features)
            if (!WorkloadFeature.Names.Contains(feature))
                throw new UsageException($"{file}: 'features' names '{feature}', expected one of {string.Join(", ", WorkloadFeature.Names)}");
        return new Workload(content.Id, content.Title, content.Summary, content.Stresses, folder, content.Sources,
            content.Sizes.ToDictionary(static pair => pair.Key, pair => SizeOf(file, folder, pair.Key, pair.Value)))
        {
            Work = content.Work,
            Shared = [.. content.Shared.Select(shared => Beside(folder, shared))],
            Assets = content.Assets,
            Features = content.Features,
        };
    }

    private static WorkloadSize SizeOf(string file, string folder, string name, SizeFile size)
    {
        // Anything else in a case id, which stands in results files, could not be told from its other parts.
        if (!SizeName().IsMatch(name))
            throw new UsageException($"{file}: 'sizes.{name}' is no name of a size, expected lower-case letters, digits and single hyphens");
        ExpectedFile expected = size.Expected;
        if (expected is { File: not null, Sha256: null, Bytes: null })
        {
            string path = Path.Combine(folder, expected.File);
            if (!IsInside(folder, expected.File))
                throw new UsageException($"{file}: 'sizes.{name}.expected.file' names {expected.File}, which is not in the folder");
            byte[] bytes = File.ReadAllBytes(path);
            return new WorkloadSize(name, size.Args, new ExpectedOutput(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, path));
        }
        if (expected.File is not null || expected.Sha256 is not { Length: 64 } || !expected.Sha256.All(char.IsAsciiHexDigit) || expected.Bytes is not >= 0)
            throw new UsageException($"{file}: 'sizes.{name}.expected' needs either 'file', or 'sha256' (64 hexadecimal digits) and 'bytes'");
        return new WorkloadSize(name, size.Args, new ExpectedOutput(expected.Sha256.ToLowerInvariant(), expected.Bytes.Value, null));
    }

    /// <summary>Whether a file of the folder, or of one below it, has this relative path.</summary>
    private static bool IsInside(string folder, string path) =>
        !Path.IsPathRooted(path) && !path.Split('/').Contains("..") && File.Exists(Path.Combine(folder, path));

    private static string Beside(string folder, string name) => Path.Combine(Path.GetDirectoryName(folder)!, name);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SizeName();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex FolderName();
}

internal sealed record WorkloadFile
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required string Stresses { get; init; }
    public required Dictionary<string, string> Sources { get; init; }
    public string? Work { get; init; }
    public IReadOnlyList<string> Shared { get; init; } = [];
    public IReadOnlyList<string> Assets { get; init; } = [];
    public IReadOnlyList<string> Features { get; init; } = [];
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
