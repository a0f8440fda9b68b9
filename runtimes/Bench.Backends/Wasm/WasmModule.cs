using Bench.Core;

namespace Bench.Backends;

/// <summary>A workload as a WebAssembly module with WASI preview 1: compiled from its C source, or the one that the workload brings.</summary>
internal static class WasmModule
{
    /// <summary>Tools that every backend needs which starts from a module.</summary>
    internal static readonly IReadOnlyList<string> CompilerTools = ["clang", "lld", "wasi-libc", "clang-wasm32"];

    internal static string Flags => $"clang --target=wasm32-wasi {string.Join(' ', NativeProgram.Flags)}";

    internal static bool CanRun(Workload workload) => (workload.SourceIn("wasm") ?? workload.SourceIn("c")) is not null;

    internal static BuildStep Step(Workload workload, Toolbox tools) => workload.SourceIn("wasm") is string module
        ? new BuildStep
        {
            Phase = Phases.Build,
            Output = $"{workload.Id}.wasm",
            Inputs = [module],
            Commands = paths => [Command.Of("cp", module, paths.Output)],
            Check = WasmFormat.Fault,
        }
        : new BuildStep
        {
            Phase = Phases.Build,
            Output = $"{workload.Id}.wasm",
            Inputs = NativeProgram.Sources(workload, tools),
            ToolVersions = [tools.Version("clang"), tools.Version("wasi-libc")],
            Commands = paths => [Command.Of(tools["clang"],
                ["--target=wasm32-wasi", .. NativeProgram.Flags, .. NativeProgram.Arguments(workload, tools), "-lm", "-o", paths.Output])],
            Check = WasmFormat.Fault,
        };
}
