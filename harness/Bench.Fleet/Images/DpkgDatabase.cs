using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>What dpkg knows of the machine's packages: who needs whom, and whose a file is.</summary>
/// <remarks>Source: dpkg(1), files: status and info/*.list. Read, never changed.</remarks>
internal sealed partial class DpkgDatabase
{
    /// <summary>Of this machine.</summary>
    internal const string Folder = "/var/lib/dpkg";

    /// <summary>Folders at the root that are links to those below /usr, on systems where they were merged; packages may list files by either.</summary>
    private static readonly string[] s_merged = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    private readonly string _folder;
    private readonly string _root;
    private readonly Dictionary<string, Package> _packages = [];
    private readonly Dictionary<string, List<string>> _providers = [];
    private readonly Lazy<Dictionary<string, string>> _owners;

    /// <param name="folder">With <c>status</c> and <c>info</c>.</param>
    /// <param name="root">Of the file system that it describes.</param>
    /// <exception cref="UsageException">There is no such database.</exception>
    internal DpkgDatabase(string folder = Folder, string root = "/")
    {
        _folder = folder;
        _root = root;
        _owners = new(ReadOwners);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(folder, "status"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"an image is put together from packages of Debian or Ubuntu, and dpkg's database cannot be read here: {e.Message}", e);
        }
        Read(lines);
    }

    /// <summary>Links at the root of a merged file system, with their targets.</summary>
    internal IEnumerable<(string Path, string Target)> MergedFolders =>
        s_merged.Select(name => (name, new FileInfo(Path.Combine(_root, name)).LinkTarget)).Where(static one => one.LinkTarget is not null).Select(static one => ("/" + one.name, one.LinkTarget!));

    internal bool IsInstalled(string package) => _packages.ContainsKey(package);

    /// <summary>Packages with all that they depend on, as far as it is installed; of alternatives the first that is.</summary>
    internal IReadOnlySet<string> Closure(IEnumerable<string> packages)
    {
        SortedSet<string> reached = new(StringComparer.Ordinal);
        Queue<string> open = new(packages.Where(IsInstalled));
        while (open.TryDequeue(out string? name))
            if (reached.Add(name))
                foreach (IReadOnlyList<string> alternatives in _packages[name].Depends)
                    if (alternatives.Select(Installed).FirstOrDefault(static one => one is not null) is string needed)
                        open.Enqueue(needed);
        return reached;
    }

    /// <returns>Absolute paths, below the real folders.</returns>
    internal IEnumerable<string> FilesOf(string package) => _packages[package].Lists(_folder).Where(File.Exists).Take(1)
        .SelectMany(static list => File.ReadLines(list)).Where(static line => line.StartsWith('/') && line != "/.").Select(Real);

    /// <returns>Null for what no package brought.</returns>
    internal string? OwnerOf(string path) => _owners.Value.GetValueOrDefault(Real(path));

    /// <summary>By the folder below /usr that a file is really in.</summary>
    internal string Real(string path)
    {
        string first = path.Split('/', 3) is ["", string top, ..] ? top : "";
        return s_merged.Contains(first) && new FileInfo(Path.Combine(_root, first)).LinkTarget is string target
            ? $"/{target.Trim('/')}{path[(first.Length + 1)..]}"
            : path;
    }

    private string? Installed(string name) => IsInstalled(name) ? name : _providers.GetValueOrDefault(name)?[0];

    private void Read(IEnumerable<string> lines)
    {
        Dictionary<string, string> fields = [];
        foreach (string line in lines.Append(""))
            if (line.Length == 0)
            {
                Take(fields);
                fields.Clear();
            }
            else if (!char.IsWhiteSpace(line[0]) && line.Split(':', 2) is [string field, string value])
                fields[field] = value.Trim();
    }

    private void Take(Dictionary<string, string> fields)
    {
        if (!fields.TryGetValue("Package", out string? name) || fields.GetValueOrDefault("Status")?.EndsWith(" installed", StringComparison.Ordinal) is not true)
            return;
        Package package = new(name, fields.GetValueOrDefault("Architecture", ""),
            [.. Relations(fields.GetValueOrDefault("Pre-Depends", "")), .. Relations(fields.GetValueOrDefault("Depends", ""))]);
        // Of several architectures the first is the machine's own.
        if (!_packages.TryAdd(name, package))
            return;
        foreach (string provided in Relations(fields.GetValueOrDefault("Provides", "")).SelectMany(static one => one))
        {
            if (!_providers.TryGetValue(provided, out List<string>? providers))
                _providers[provided] = providers = [];
            providers.Add(name);
        }
    }

    /// <summary><c>a (>= 1), b | c:any</c>: all of the outer list, one of each inner.</summary>
    private static IEnumerable<IReadOnlyList<string>> Relations(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(static one => (IReadOnlyList<string>)[.. one.Split('|').Select(static name => NamePattern().Match(name).Value).Where(static name => name.Length > 0)]);

    private Dictionary<string, string> ReadOwners()
    {
        Dictionary<string, string> owners = [];
        foreach (string package in _packages.Keys)
            foreach (string file in FilesOf(package))
                owners.TryAdd(file, package);
        return owners;
    }

    private sealed record Package(string Name, string Architecture, IReadOnlyList<IReadOnlyList<string>> Depends)
    {
        /// <summary>The architecture is in the name where there may be several.</summary>
        internal IEnumerable<string> Lists(string folder) =>
            [Path.Combine(folder, "info", $"{Name}.list"), Path.Combine(folder, "info", $"{Name}:{Architecture}.list")];
    }

    [GeneratedRegex("[a-z0-9][a-z0-9+.-]*")]
    private static partial Regex NamePattern();
}
