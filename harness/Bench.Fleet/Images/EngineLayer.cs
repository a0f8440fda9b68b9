using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>The layer of what runs the workloads: engines with their libraries, and .NET without its SDK.</summary>
/// <param name="system">The layer below, whose files are not needed again.</param>
internal sealed partial class EngineLayer(RepoLayout layout, DpkgDatabase dpkg, LayerContent system)
{
    /// <summary>As many as the kernel follows.</summary>
    private const int MostLinks = 40;

    private static readonly TimeSpan s_ask = TimeSpan.FromSeconds(20);

    private readonly LayerContent _layer = new("engines");
    private readonly HashSet<string> _packages = [];

    /// <param name="tools">What it has to hold, and what was located of each; null for tools that are files alone.</param>
    /// <param name="dotnet">The located <c>dotnet</c>.</param>
    /// <param name="frameworks">Of .NET, as <see cref="DotNetRuntime"/> finds them.</param>
    internal async Task<LayerContent> MakeAsync(IEnumerable<(Tool Tool, string? Executable)> tools, string dotnet, IEnumerable<string> frameworks, CancellationToken ct)
    {
        foreach ((Tool tool, string? executable) in tools)
        {
            if (executable is not null)
                await AddExecutableAsync(executable, ct);
            foreach (string file in tool.Files.Select(FileOf).OfType<string>())
                AddFile(file);
        }
        foreach (string link in LinksFrom(dotnet)[..^1])
            _layer.AddAsItIs(link, link);
        foreach (string path in frameworks)
            if (Directory.Exists(path))
                _layer.AddTree(path, path);
            else
                _layer.AddAsItIs(path, path);
        foreach (string library in frameworks.Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "lib*.so")).Order(StringComparer.Ordinal))
            await AddLibrariesAsync(library, ct);
        SystemLayer.Add(_layer, dpkg, dpkg.Closure(_packages).Except(SystemLayer.Packages(dpkg)));
        _layer.Leave(system);
        return _layer;
    }

    /// <summary>The alternative that is there.</summary>
    private string? FileOf(string entry) => entry.Split('|').Select(file => Path.Combine(layout.Home, file)).FirstOrDefault(static file => File.Exists(file) || Directory.Exists(file));

    private async Task AddExecutableAsync(string executable, CancellationToken ct)
    {
        if (IsLocal(executable))
        {
            AddFile(executable);
            await AddLibrariesAsync(executable, ct);
            return;
        }
        foreach (string name in LinksFrom(executable))
            if (!AddOwned(name) && new FileInfo(name).LinkTarget is null)
                await AddLibrariesAsync(name, ct);
    }

    /// <summary>What lies below the checkout is taken with its folder, or its npm package; what belongs to a system package, with that.</summary>
    private void AddFile(string file)
    {
        if (!IsLocal(file))
        {
            AddOwned(file);
            return;
        }
        string folder = PackagePattern().Match(file) is { Success: true } package ? package.Value : Path.GetDirectoryName(file)!;
        _layer.AddTree(folder, InImage(folder));
    }

    private bool IsLocal(string path) => path.StartsWith(layout.Home + "/", StringComparison.Ordinal);

    private string InImage(string path) => HarnessImage.Root + path[layout.Home.Length..];

    /// <returns>Whether a package brings it; else it was added by itself.</returns>
    private bool AddOwned(string path)
    {
        if (dpkg.OwnerOf(path) is string package)
            return _packages.Add(package) || true;
        _layer.AddAsItIs(path, dpkg.Real(path));
        return false;
    }

    private async Task AddLibrariesAsync(string program, CancellationToken ct)
    {
        CapturedOutput answer = await ChildProcess.CaptureAsync(Command.Of("ldd", program), s_ask, ct);
        // A program that is linked statically has none, and ldd says so by its exit code.
        foreach (string library in LibraryPattern().Matches(answer.Stdout).Select(static match => match.Groups[1].Value).Where(library => !IsLocal(library)))
        {
            if (Path.GetDirectoryName(library) == Path.GetDirectoryName(program))
                continue;   // it has come along
            foreach (string name in LinksFrom(library))
                AddOwned(name);
        }
    }

    /// <summary>A name, and from link to link the file that it stands for, which is the last.</summary>
    private static List<string> LinksFrom(string path)
    {
        List<string> names = [path];
        while (new FileInfo(names[^1]).LinkTarget is string target && names.Count < MostLinks)
            names.Add(Path.GetFullPath(target, Path.GetDirectoryName(names[^1])!));
        return names;
    }

    [GeneratedRegex(@"(?:=> |^\s*)(/\S+) \(0x", RegexOptions.Multiline)]
    private static partial Regex LibraryPattern();

    [GeneratedRegex(@"^.*/node_modules/(?:@[^/]+/)?[^/]+")]
    private static partial Regex PackagePattern();
}
