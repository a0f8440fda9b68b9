using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends;

/// <summary>WasmEdge in its four modes.</summary>
public sealed partial class WasmEdgeFamily : IBackendFamily
{
    private const string Engine = "wasmedge";

    /// <summary>Its artifact is a module that carries its machine code: what loads it needs no other switch.</summary>
    internal static readonly WasmBackend Universal = Mode("wasmedge-aot", "WasmEdge AOT (universal)", BackendClass.Aot, [], compiledSuffix: ".aot.wasm");

    public IEnumerable<Backend> Backends =>
    [
        Universal,
        Mode("wasmedge-aot-so", "WasmEdge AOT (shared library)", BackendClass.Aot, [], compiledSuffix: ".so"),
        Mode("wasmedge-jit", "WasmEdge JIT", BackendClass.OptimisingJit, ["--enable-jit"]),
        Mode("wasmedge-interpreter", "WasmEdge interpreter", BackendClass.Interpreter, ["--force-interpreter"]),
    ];

    private static WasmBackend Mode(string id, string title, BackendClass backendClass, string[] options, string compiledSuffix = "") => new()
    {
        Id = id,
        Title = title,
        Class = backendClass,
        Engine = Engine,
        HasSimd128 = true,
        CompiledSuffix = compiledSuffix,
        Compile = compiledSuffix.Length == 0 ? null : static (tools, paths) => [Command.Of(tools[Engine], "compile", paths.Previous, paths.Output)],
        Run = (tools, module) => Command.Of(tools[Engine], [.. options, module]),
        LogsToStdout = true,
        TrapExitCodes = [134],
        TrapPattern = Trap(),
    };

    [GeneratedRegex(@"\[error\] execution failed: ")]
    internal static partial Regex Trap();
}
