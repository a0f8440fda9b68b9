using Bench.Backends;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Inference;

namespace Bench.Hosts;

/// <summary>What hosts are made from: the tools of this machine, what was built already, the backends of the matrix.</summary>
public sealed class HostMachine : IAsyncDisposable
{
    private static readonly TimeSpan s_stepTimeout = TimeSpan.FromMinutes(5);

    public HostMachine(Toolbox tools, ArtifactStore store, BackendCatalog backends, EngineSource engine) =>
        (Tools, Store, Backends, Engine, Models) = (tools, store, backends, engine, NnModels.InFoldersOf(tools.Layout.Assets));

    public Toolbox Tools { get; }
    public ArtifactStore Store { get; }
    public BackendCatalog Backends { get; }

    /// <summary>What guests in this process find by name: each folder of assets that holds an ONNX file.</summary>
    public NnModels Models { get; init; }

    /// <summary>Of containers; looked for, or started, at its first use.</summary>
    public EngineSource Engine { get; }

    /// <param name="layout">The checkout that holds the project's functions and takes what is built.</param>
    public static HostMachine In(RepoLayout layout) => new(
        new Toolbox(layout, ToolCatalog.Load(layout.ToolsFile)), new ArtifactStore(layout, s_stepTimeout), BackendCatalog.Discover(), EngineSource.OfThisMachine());

    public async ValueTask DisposeAsync()
    {
        Models.Dispose();
        await Engine.DisposeAsync();
        await Backends.DisposeAsync();
    }
}
