using Bench.Backends;
using Bench.Core;

namespace Bench.EndToEnd;

/// <summary>The real checkout, tools and artifact store, shared by all tests of one process.</summary>
public static class Machine
{
    public static readonly RepoLayout Layout = RepoLayout.Find(AppContext.BaseDirectory);
    public static readonly Toolbox Tools = new(Layout, ToolCatalog.Load(Layout.ToolsFile));
    public static readonly BackendCatalog Backends = BackendCatalog.Discover();
    public static readonly IReadOnlyList<Workload> Workloads = WorkloadCatalog.Load(Layout.Workloads);

    private static readonly Lazy<Task<string?>> s_launcher = new(() => Launcher.MakeAsync(Tools, NewStore(), CancellationToken.None));

    /// <summary>Null where no C compiler is ready.</summary>
    public static Task<string?> LauncherAsync() => s_launcher.Value;

    public static ArtifactStore NewStore() => new(Layout, TimeSpan.FromMinutes(10));

    public static Backend Backend(string id) => Backends.All.Single(backend => backend.Id == id);

    public static IEnumerable<(Backend Backend, Availability Availability)> Probed() =>
        Backends.All.Select(static backend => (backend, backend.ProbeAsync(Tools, CancellationToken.None).GetAwaiter().GetResult()));

    /// <summary>Builds and runs a workload at its size smoke.</summary>
    /// <returns>How it failed, or null, beside all that was seen.</returns>
    public static async Task<(Outcome.Failed? Fault, Execution Execution)> RunAsync(Backend backend, Workload workload, ArtifactStore store, ExecutionOptions options)
    {
        WorkloadSize size = workload.Sizes["smoke"];
        Artifact artifact = await store.MakeAsync(backend.Build(workload, Tools), CancellationToken.None);
        ExecutionRequest request = new(workload, size, artifact.Path, options with { Launcher = await LauncherAsync() });
        Execution execution = await backend.ExecuteAsync(request, Tools, CancellationToken.None);
        return (Judge.Fault(new CaseId(workload.Id, size.Name, backend.Id), backend, size.Expected, execution), execution);
    }

    /// <summary>A folder of the test's own below the system's temporary folder.</summary>
    public static DirectoryInfo TemporaryFolder() => Directory.CreateTempSubdirectory("bench-");
}
