using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends;

/// <summary>WebAssembly Micro Runtime, where <c>iwasm</c> and <c>wamrc</c> are on PATH. Which modes an iwasm has was decided when it was built.</summary>
public sealed partial class WamrFamily : IBackendFamily
{
    private const string Engine = "iwasm";

    public IEnumerable<Backend> Backends =>
    [
        Mode("wamr-llvm-jit", "WAMR (LLVM JIT)", BackendClass.OptimisingJit, "--llvm-jit"),
        Mode("wamr-fast-jit", "WAMR (fast JIT)", BackendClass.BaselineJit, "--fast-jit"),
        Mode("wamr-interpreter", "WAMR interpreter", BackendClass.Interpreter, "--interp"),
        new WasmBackend
        {
            Id = "wamr-aot",
            Title = "WAMR AOT",
            Class = BackendClass.Aot,
            Engine = Engine,
            HasSimd128 = true,
            MoreTools = ["wamrc"],
            CompiledSuffix = ".aot",
            Compile = static (tools, paths) => [Command.Of(tools["wamrc"], "-o", paths.Output, paths.Previous)],
            Run = static (tools, module) => Command.Of(tools[Engine], module),
            TrapPattern = Trap(),
        },
    ];

    private static WasmBackend Mode(string id, string title, BackendClass backendClass, string option) => new()
    {
        Id = id,
        Title = title,
        Class = backendClass,
        Engine = Engine,
        // Only what comes from LLVM has it.
        HasSimd128 = backendClass == BackendClass.OptimisingJit,
        Run = (tools, module) => Command.Of(tools[Engine], option, module),
        TrapPattern = Trap(),
    };

    [GeneratedRegex("^Exception: ")]
    private static partial Regex Trap();
}
