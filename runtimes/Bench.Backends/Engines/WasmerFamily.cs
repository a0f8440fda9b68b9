using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends;

/// <summary>Wasmer, where it is on PATH. A compiler that the build lacks is a usage error of its own, and so a failed case.</summary>
/// <remarks>Arguments of the program stand behind <c>--</c>; the module cache is off, so that every start compiles.</remarks>
public sealed partial class WasmerFamily : IBackendFamily
{
    private const string Engine = "wasmer";

    public IEnumerable<Backend> Backends =>
    [
        Mode("wasmer-llvm", "Wasmer (LLVM)", BackendClass.OptimisingJit, "--llvm"),
        Mode("wasmer-cranelift", "Wasmer (Cranelift)", BackendClass.OptimisingJit, "--cranelift"),
        Mode("wasmer-singlepass", "Wasmer (Singlepass)", BackendClass.BaselineJit, "--singlepass"),
        new WasmBackend
        {
            Id = "wasmer-precompiled",
            Title = "Wasmer (Cranelift, precompiled)",
            Class = BackendClass.Aot,
            Engine = Engine,
            HasSimd128 = true,
            CompiledSuffix = ".wasmu",
            Compile = static (tools, paths) => [Command.Of(tools[Engine], "compile", "--cranelift", "-o", paths.Output, paths.Previous)],
            Run = static (tools, module) => Command.Of(tools[Engine], "run", module, "--"),
            TrapPattern = Trap(),
        },
    ];

    private static WasmBackend Mode(string id, string title, BackendClass backendClass, string compiler) => new()
    {
        Id = id,
        Title = title,
        Class = backendClass,
        Engine = Engine,
        // Singlepass has none.
        HasSimd128 = backendClass != BackendClass.BaselineJit,
        Run = (tools, module) => Command.Of(tools[Engine], "run", "--disable-cache", compiler, module, "--"),
        TrapPattern = Trap(),
    };

    [GeneratedRegex("RuntimeError: ")]
    private static partial Regex Trap();
}
