using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Backends;

/// <summary>Containers. The engine is looked for, or started, when the first case runs; disposing the family ends what was started.</summary>
public sealed class DockerFamily(EngineSource engine) : IBackendFamily, ILeavesBehind, IAsyncDisposable
{
    // Ids in tools.json.
    internal const string EngineTool = "docker";
    internal const string Compiler = "clang";
    private const string WasmEdge = "wasmedge";

    private static readonly TimeSpan s_ask = TimeSpan.FromSeconds(20);

    public DockerFamily() : this(EngineSource.OfThisMachine()) { }

    public IEnumerable<Backend> Backends { get; } =
    [
        // One program in four ways: what the image, and what the runtime adds, can be told apart.
        Static(engine, "docker-native", "Docker (native, scratch)", ContainerRuntime.OfTheEngine),
        Static(engine, "docker-crun", "Docker (native, scratch, crun)", ContainerRuntime.Crun),
        Static(engine, "docker-runsc", "Docker (native, scratch, gVisor)", ContainerRuntime.Runsc),
        new ContainerBackend(engine)
        {
            Id = "docker-debian",
            Title = "Docker (native, Debian)",
            Class = BackendClass.Container,
            Tools = [EngineTool, Compiler, DebianRecipe.Tool],
            Steps = static (workload, tools) => NativeProgram.Step(workload, tools, Compiler),
            BuildFlags = $"clang {string.Join(' ', NativeProgram.Flags)}",
            Recipe = new DebianRecipe(),
        },
        new ContainerBackend(engine)
        {
            Id = "docker-node",
            Title = "Docker (wasm in Node, Debian)",
            Class = BackendClass.Container,
            Tools = [EngineTool, "node", .. WasmModule.CompilerTools, DebianRecipe.Tool],
            Steps = static (workload, tools) => WasmModule.Step(workload, tools),
            BuildFlags = $"{WasmModule.Flags(simd: false)}; node {string.Join(' ', JavaScriptFamily.NodeOptions)}",
            Takes = WasmModule.CanRun,
            Recipe = new NodeRecipe(),
            TrapExitCodes = [134],
            TrapPattern = JavaScriptFamily.Trap(),
        },
        Wasm(engine, "docker-wasm", "Docker (wasm, scratch, crun with WasmEdge)", compiled: false),
        Wasm(engine, "docker-wasm-aot", "Docker (wasm compiled ahead, scratch, crun with WasmEdge)", compiled: true),
    ];

    public Task RemoveLeftoversAsync(RepoLayout layout, CancellationToken ct) => engine.RemoveLeftoversAsync(layout, ct);

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private static ContainerBackend Static(EngineSource engine, string id, string title, ContainerRuntime runtime) => new(engine)
    {
        Id = id,
        Title = title,
        Class = BackendClass.Container,
        Tools = [EngineTool, Compiler, .. runtime.Name is string name ? (string[])[name] : []],
        Runtime = runtime,
        Recipe = ScratchRecipe.Program with { Form = id },
        Steps = static (workload, tools) => NativeProgram.Step(workload, tools, Compiler, "-static"),
        BuildFlags = $"clang {string.Join(' ', NativeProgram.Flags)} -static",
    };

    private static ContainerBackend Wasm(EngineSource engine, string id, string title, bool compiled) => new(engine)
    {
        Id = id,
        Title = title,
        Class = BackendClass.Container,
        Tools = [EngineTool, WasmEdge, .. WasmModule.CompilerTools, ContainerRuntime.CrunWasm.Name!],
        Runtime = ContainerRuntime.CrunWasm,
        Requires = CrunHasWasmEdgeAsync,
        Steps = compiled ? CompiledStep : static (workload, tools) => WasmModule.Step(workload, tools),
        BuildFlags = WasmModule.Flags(simd: false) + (compiled ? " | wasmedge compile" : ""),
        Takes = WasmModule.CanRun,
        Recipe = ScratchRecipe.Module with { Form = id },
        KeepsExitCode = false,   // crun says 0 of every WebAssembly program that ends without a trap
        LogsToStdout = true,
        TrapExitCodes = [134],
        TrapPattern = WasmEdgeFamily.Trap(),
    };

    private static BuildStep CompiledStep(Workload workload, Toolbox tools) =>
        WasmEdgeFamily.Universal.Build(workload, tools);

    /// <summary>crun is built with or without WebAssembly; with it, it looks for libwasmedge only when a module is to be run.</summary>
    private static async Task<Availability.Missing?> CrunHasWasmEdgeAsync(Toolbox tools, CancellationToken ct)
    {
        if (tools.Locate(tools.Catalog[ContainerRuntime.Crun.Name!]) is not string crun)
            return null;   // the question after the runtime says so, or an engine that runs already has its own
        CapturedOutput answer = await ChildProcess.CaptureAsync(Command.Of(crun, "--version"), s_ask, ct);
        return answer.Stdout.Contains("+WASM:wasmedge", StringComparison.Ordinal) ? null
            : new Availability.Missing("this crun is built without WasmEdge", "install a crun whose --version says +WASM:wasmedge, such as Debian 13's");
    }
}
