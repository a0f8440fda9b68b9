using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends;

/// <summary>Wasmtime, where it is on PATH: its two compilers, its interpreter, and a module compiled before the start.</summary>
/// <remarks>The code cache is off: it would turn every start but the first into one of precompiled code.</remarks>
public sealed partial class WasmtimeFamily : IBackendFamily
{
    private const string Engine = "wasmtime";

    public IEnumerable<Backend> Backends =>
    [
        Mode("wasmtime-cranelift", "Wasmtime (Cranelift)", BackendClass.OptimisingJit, "-C", "cache=n", "-C", "compiler=cranelift"),
        Mode("wasmtime-winch", "Wasmtime (Winch)", BackendClass.BaselineJit, "-C", "cache=n", "-C", "compiler=winch"),
        Mode("wasmtime-pulley", "Wasmtime (Pulley)", BackendClass.Interpreter, "-C", "cache=n", "--target", "pulley64"),
        new WasmBackend
        {
            Id = "wasmtime-precompiled",
            Title = "Wasmtime (Cranelift, precompiled)",
            Class = BackendClass.Aot,
            Engine = Engine,
            HasSimd128 = true,
            CompiledSuffix = ".cwasm",
            Compile = static (tools, paths) => [Command.Of(tools[Engine], "compile", "-o", paths.Output, paths.Previous)],
            Run = static (tools, module) => Command.Of(tools[Engine], "run", "--allow-precompiled", module),
            TrapExitCodes = [134],
            TrapPattern = Trap(),
        },
    ];

    private static WasmBackend Mode(string id, string title, BackendClass backendClass, params string[] options) => new()
    {
        Id = id,
        Title = title,
        Class = backendClass,
        Engine = Engine,
        // Winch knows only a part of it.
        HasSimd128 = backendClass != BackendClass.BaselineJit,
        Run = (tools, module) => Command.Of(tools[Engine], ["run", .. options, module]),
        TrapExitCodes = [134],
        TrapPattern = Trap(),
    };

    [GeneratedRegex("wasm trap: ")]
    private static partial Regex Trap();
}
