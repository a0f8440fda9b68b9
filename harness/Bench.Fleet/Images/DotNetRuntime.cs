using System.Text.Json;
using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>The part of an installed .NET that programs run on: the command, its resolver and the frameworks that are asked for.</summary>
internal static class DotNetRuntime
{
    /// <param name="dotnet">The located command.</param>
    /// <param name="programs">Folders of programs whose runtimeconfig.json files say what they run on.</param>
    /// <returns>Absolute paths of files and folders.</returns>
    /// <exception cref="UsageException">A framework that a program asks for is not installed.</exception>
    internal static IReadOnlyList<string> PathsOf(string dotnet, IEnumerable<string> programs)
    {
        string program = File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet;
        string root = Path.GetDirectoryName(program)!;
        return
        [
            program, .. Directory.EnumerateFiles(root, "*.txt").Order(StringComparer.Ordinal), Newest(Path.Combine(root, "host", "fxr"), ""),
            .. programs.SelectMany(static folder => Directory.EnumerateFiles(folder, "*.runtimeconfig.json", SearchOption.AllDirectories)).SelectMany(FrameworksOf).Distinct()
                .OrderBy(static one => one.Name, StringComparer.Ordinal).Select(one => Newest(Path.Combine(root, "shared", one.Name), one.Major)),
        ];
    }

    private static IEnumerable<(string Name, string Major)> FrameworksOf(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        if (!document.RootElement.TryGetProperty("runtimeOptions", out JsonElement options))
            return [];
        List<JsonElement> frameworks = options.TryGetProperty("frameworks", out JsonElement several) ? [.. several.EnumerateArray()] : [];
        if (options.TryGetProperty("framework", out JsonElement one))
            frameworks.Add(one);
        return [.. frameworks.Select(static framework => (framework.GetProperty("name").GetString()!, framework.GetProperty("version").GetString()!.Split('.')[0] + "."))];
    }

    private static string Newest(string folder, string major) =>
        (Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
            .Where(version => Path.GetFileName(version).StartsWith(major, StringComparison.Ordinal))
            .OrderByDescending(static version => Version.TryParse(Path.GetFileName(version), out Version? number) ? number : new Version())
            .FirstOrDefault() ?? throw new UsageException($"{folder} has no version {major}x: install that runtime of .NET");
}
