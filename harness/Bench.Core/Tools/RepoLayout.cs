namespace Bench.Core;

/// <summary>Where things are in a checkout.</summary>
public sealed record RepoLayout(string Root)
{
    private readonly string? _home;

    /// <summary>Where programs are installed and built: the checkout itself, unless another one's sources are to be made with the tools of this one.</summary>
    public string Home { get => _home ?? Root; init => _home = value; }

    public string Workloads => Path.Combine(Root, "workloads");
    public string Runtimes => Path.Combine(Root, "runtimes");
    public string ToolsFile => Path.Combine(Root, "runtimes", "Bench.Backends", "tools.json");
    public string SuitesFile => Path.Combine(Root, "workloads", "suites.json");

    /// <summary>Programs installed for this checkout alone.</summary>
    public string LocalTools => Path.Combine(Home, ".tools");

    /// <summary>What programs are built from and the repository does not hold, like a model and images: a folder for each tool of that kind, named by its id.</summary>
    public string Assets => Path.Combine(LocalTools, "assets");
    public string Cache => Path.Combine(Home, "artifacts", "cache");
    public string Results => Path.Combine(Home, "results");

    /// <summary>The checkout in this folder itself.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static RepoLayout At(string folder) => File.Exists(Path.Combine(folder, "Bench.sln"))
        ? new RepoLayout(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
        : throw new UsageException($"{folder} is no checkout of Bench");

    /// <summary>The checkout that contains <paramref name="start"/>.</summary>
    /// <exception cref="UsageException">No parent folder holds Bench.sln.</exception>
    public static RepoLayout Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Bench.sln")))
                return new RepoLayout(folder.FullName);
        throw new UsageException($"no checkout of Bench found above {start}: run ./bench from the repository");
    }
}
