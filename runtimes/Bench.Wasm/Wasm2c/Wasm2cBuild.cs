using Bench.Core;
using Bench.Inference;

namespace Bench.Wasm;

/// <summary>Makes a shared library of a module: wasm2c, then clang, with the runtime of runtimes/wasm2c.</summary>
public static class Wasm2cBuild
{
    private const string Folder = "runtimes/wasm2c";
    private static readonly string[] s_sources = ["module.c", "runtime.c", "wasi.c", "nn.c", "call.c", "library.c"];
    private static readonly string[] s_headers = ["runtime.h", "wasi.h", "nn.h", "call.h", "library.h"];

    /// <summary>Tools that it needs.</summary>
    public static IReadOnlyList<string> Tools => ["wabt", "clang"];

    /// <returns>Null when the module can be made a library, otherwise why not, in one line.</returns>
    public static string? Fault(string name, WasmInterface module) => YoMoAbi.Fault(name, module, HostFunctions.Imports);

    /// <param name="after">The step that makes the module.</param>
    /// <param name="module">What <see cref="Fault"/> found nothing wrong with.</param>
    public static BuildStep Step(Toolbox tools, BuildStep after, WasmInterface module)
    {
        string runtime = Path.Combine(tools.Layout.Root, Folder);
        // The generated function takes the imported modules in the order of their names, wherever they appear.
        string arguments = string.Concat(module.Imports.Select(static one => one.Module).Distinct().Order(StringComparer.Ordinal).Select(static one => $", &guest->{MemberOf(one)}"));
        return new BuildStep
        {
            Phase = Phases.Compile,
            Output = Path.GetFileNameWithoutExtension(after.Output) + ".so",
            After = after,
            Inputs = [.. s_sources.Concat(s_headers).Select(file => Path.Combine(runtime, file))],
            ToolVersions = [.. Tools.Select(tools.Version)],
            Commands = paths =>
            [
                Command.Of(tools["wabt"], "-n", "guest", "-o", Path.Combine(paths.Scratch, "guest.c"), paths.Previous),
                Command.Of(tools["clang"],
                [
                    "-shared", "-fPIC", "-fvisibility=hidden", "-ftls-model=initial-exec",
                    "-std=gnu17", "-O3", "-DNDEBUG", "-fno-math-errno", "-ffp-contract=off",
                    "-DWASM_RT_MEMCHECK_BOUNDS_CHECK=1", "-DWASM_RT_STACK_DEPTH_COUNT=1", "-DWASM_RT_MAX_CALL_STACK_DEPTH=4096",
                    "-DWASM2C_MAX_FRAME_BYTES=2048", "-Wframe-larger-than=2048", "-Werror=frame-larger-than", "-Werror=incompatible-pointer-types", "-DWASM2C_STOPPABLE=1",
                    $"-DGUEST_ARGUMENTS={arguments}",
                    $"-DGUEST_HAS_INIT={(module.Has(YoMoAbi.Init) ? 1 : 0)}", $"-DGUEST_HAS_INITIALIZE={(module.Has(YoMoAbi.Initialize) ? 1 : 0)}",
                    "-I", paths.Scratch, "-I", runtime, .. s_sources.Select(file => Path.Combine(runtime, file)), "-o", paths.Output, "-lm",
                ]),
            ],
        };
    }

    /// <summary>Of Guest in library.c.</summary>
    private static string MemberOf(string module) => module switch
    {
        "env" => "env",
        NnFunction.Module => "nn",
        _ => "wasi",
    };
}
