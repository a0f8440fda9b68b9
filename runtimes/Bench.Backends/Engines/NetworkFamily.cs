using Bench.Backends.Networks;
using Bench.Core;

namespace Bench.Backends;

/// <summary>Programs whose network a library of the host runs: from inside of a sandbox by wasi-nn, and without one.</summary>
public sealed class NetworkFamily : IBackendFamily
{
    private static readonly string[] s_sources = ["module.c", "runtime.c", "wasi.c", "nn.c", "call.c", "program.c"];

    /// <summary>Imports in the order of their names, which is wasm2c's.</summary>
    private static readonly string[] s_library =
        ["-shared", "-fPIC", "-fvisibility=hidden", "-ftls-model=initial-exec", "-Werror=incompatible-pointer-types", "-DGUEST_ARGUMENTS=, &nn, &wasi"];

    public IEnumerable<Backend> Backends =>
    [
        new OnnxBackend
        {
            Id = "onnxruntime", Title = "ONNX Runtime in .NET", Class = BackendClass.OptimisingJit, Language = "csharp", Tools = [NnHost.Runtime, "dotnet"],
            Publish = ["-f", "net10.0", "-p:BenchNetwork=onnxruntime"],
        },
        new NnBackend
        {
            Id = "wasm2c-nn", Title = "wasm2c + clang with wasi-nn", Class = BackendClass.Aot, Engine = "wabt", Mode = "wasm2c",
            Program = "program.so",
            Compile = LibraryCommands,
            CompileInputs = [.. s_sources.Concat(["wasi.h", "nn.h", "call.h", "program.h", "runtime.h"]).Select(static file => $"{Wasm2cFamily.Folder}/{file}")],
            TrapExitCodes = [134], TrapPattern = Wasm2cFamily.Trap(),
        },
        new NnBackend
        {
            Id = "wasmedge-interpreter-nn", Title = "WasmEdge interpreter with wasi-nn", Class = BackendClass.Interpreter, Engine = "wasmedge", Mode = "interpreter",
            TrapExitCodes = [134], TrapPattern = Wasm2cFamily.Trap(),
        },
    ];

    /// <summary>What makes a library for <see cref="NnHost"/> of a module that imports WASI and wasi-nn and nothing else.</summary>
    /// <param name="scratch">A folder for what is generated.</param>
    public static IReadOnlyList<Command> LibraryCommands(Toolbox tools, string module, string scratch, string output) =>
        Wasm2cFamily.Commands(tools, module, scratch, s_sources, [.. s_library, "-o", output]);
}
