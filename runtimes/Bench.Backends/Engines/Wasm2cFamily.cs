using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends;

/// <summary>wasm2c: the module as C, compiled with our runtime and WASI shim (runtimes/wasm2c/README.md) to a program of its own.</summary>
public sealed partial class Wasm2cFamily : IBackendFamily
{
    internal const string Folder = "runtimes/wasm2c";
    private static readonly string[] s_sources = ["module.c", "runtime.c", "wasi.c", "main.c"];

    public IEnumerable<Backend> Backends =>
    [
        new WasmBackend
        {
            Id = "wasm2c",
            Title = "wasm2c + clang",
            Class = BackendClass.Aot,
            Engine = "wabt",
            CompiledSuffix = ".wasm2c",
            CompileInputs = [.. s_sources.Append("wasi.h").Select(static file => $"{Folder}/{file}")],
            Compile = Compile,
            Run = static (_, program) => Command.Of(program),
            TrapExitCodes = [134],
            TrapPattern = Trap(),
        },
    ];

    private static IReadOnlyList<Command> Compile(Toolbox tools, BuildPaths paths) => Commands(tools, paths.Previous, paths.Scratch, s_sources, ["-o", paths.Output]);

    /// <param name="sources">Of runtimes/wasm2c.</param>
    /// <param name="more">What is made of them beside a program, and where.</param>
    internal static IReadOnlyList<Command> Commands(Toolbox tools, string module, string scratch, IEnumerable<string> sources, IEnumerable<string> more)
    {
        string runtime = Path.Combine(tools.Layout.Root, Folder);
        string[] segment = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? ["-mfsgsbase", "-DWASM_RT_ALLOW_SEGUE=1"] : [];
        return
        [
            Command.Of(tools["wabt"], "-n", "guest", "-o", Path.Combine(scratch, "guest.c"), module),
            Command.Of(tools["clang"],
            [
                "-std=gnu17", "-O3", "-DNDEBUG", "-fno-math-errno", "-ffp-contract=off",
                "-DWASM_RT_MEMCHECK_BOUNDS_CHECK=1", "-DWASM_RT_STACK_DEPTH_COUNT=1", "-DWASM_RT_MAX_CALL_STACK_DEPTH=65536",
                "-DWASM2C_MAX_FRAME_BYTES=4096", "-Wframe-larger-than=4096", "-Werror=frame-larger-than", .. segment,
                "-I", scratch, "-I", runtime, .. sources.Select(file => Path.Combine(runtime, file)), .. more, "-lm",
            ]),
        ];
    }

    [GeneratedRegex("^trap: ")]
    internal static partial Regex Trap();
}
