using Bench.Core;

namespace Bench.Backends;

/// <summary>A workload as a WebAssembly module with WASI preview 1: compiled from its C source, or the one that the workload brings.</summary>
internal static class WasmModule
{
    /// <summary>Tools that every backend needs which starts from a module.</summary>
    internal static readonly IReadOnlyList<string> CompilerTools = ["clang", "lld", "wasi-libc", "clang-wasm32"];

    internal static string Flags(bool simd) => $"clang {string.Join(' ', CompilerFlags(simd))}";

    internal static bool CanRun(Workload workload) => (workload.SourceIn("wasm") ?? workload.SourceIn("c")) is not null;

    /// <param name="simd">For SIMD128; a module that the workload brings is as it is.</param>
    internal static BuildStep Step(Workload workload, Toolbox tools, bool simd = false) => workload.SourceIn("wasm") is string module
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
                [.. CompilerFlags(simd), .. NativeProgram.Arguments(workload, tools), "-lm", "-o", paths.Output])],
            Check = WasmFormat.Fault,
        };

    private static string[] CompilerFlags(bool simd) => ["--target=wasm32-wasi", .. simd ? (string[])["-msimd128"] : [], .. NativeProgram.Flags];
}
