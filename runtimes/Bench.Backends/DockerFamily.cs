using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Backends;

/// <summary>Containers. The engine is looked for, or started, when the first case runs; disposing the family ends what was started.</summary>
public sealed class DockerFamily(EngineSource engine) : IBackendFamily, IAsyncDisposable
{
    // Ids in tools.json.
    internal const string EngineTool = "docker";
    internal const string Compiler = "clang";

    public DockerFamily() : this(EngineSource.OfThisMachine()) { }

    public IEnumerable<Backend> Backends { get; } =
    [
        new ScratchBackend(engine)
        {
            Id = "docker-native",
            Title = "Docker (native, scratch)",
            Class = BackendClass.Container,
            Tools = [EngineTool, Compiler],
        },
    ];

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
