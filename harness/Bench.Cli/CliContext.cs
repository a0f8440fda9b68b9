using Bench.Backends;
using Bench.Core;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>What every verb works with; loaded when first asked for, so that <c>--help</c> starts fast.</summary>
internal sealed class CliContext(IAnsiConsole console, RepoLayout layout) : IAsyncDisposable
{
    private readonly Lazy<BackendCatalog> _backends = new(BackendCatalog.Discover);
    private readonly Lazy<Toolbox> _tools = new(() => new Toolbox(layout, ToolCatalog.Load(layout.ToolsFile)));

    public IAnsiConsole Console => console;
    public RepoLayout Layout => layout;
    public Toolbox Tools => _tools.Value;
    public BackendCatalog Backends => _backends.Value;
    public IReadOnlyList<Workload> Workloads() => WorkloadCatalog.Load(layout.Workloads);
    public IReadOnlyDictionary<string, Suite> Suites() => SuiteCatalog.Load(layout.SuitesFile);

    public ValueTask DisposeAsync() => _backends.IsValueCreated ? _backends.Value.DisposeAsync() : ValueTask.CompletedTask;
}
