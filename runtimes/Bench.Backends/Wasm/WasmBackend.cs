using Bench.Core;

namespace Bench.Backends;

/// <summary>An engine's command line that runs a module, or what its ahead-of-time compiler makes of it.</summary>
/// <example>
/// <code>
/// new WasmBackend
/// {
///     Id = "wasm3", Title = "wasm3", Class = BackendClass.Interpreter, Engine = "wasm3",
///     Run = static (tools, module) => Command.Of(tools["wasm3"], module),
/// }
/// </code>
/// </example>
public sealed class WasmBackend : CommandBackend
{
    /// <summary>Id of the engine in tools.json.</summary>
    public required string Engine { get; init; }

    /// <summary>What the engine needs beside itself.</summary>
    public IReadOnlyList<string> MoreTools { get; init; } = [];

    /// <summary>Whether the engine runs SIMD128 in this mode; then <see cref="Variants"/> has a backend that does.</summary>
    public bool HasSimd128 { get; init; }

    /// <summary>Whether modules are compiled for SIMD128. Such a backend takes only workloads that have vector code: of others it would be the same measurement twice.</summary>
    public bool UsesSimd128 { get; private init; }

    public override IEnumerable<Backend> Variants => HasSimd128 && !UsesSimd128 ? [WithSimd128()] : [];

    public override IReadOnlyList<string> Tools => [Engine, .. MoreTools, .. WasmModule.CompilerTools];

    /// <summary>The command that runs a module (or the compiled artifact); the workload's arguments are appended.</summary>
    public required Func<Toolbox, string, Command> Run { get; init; }

    /// <summary>Ahead-of-time compilation: tools, module and output to the commands. Null for engines that take the module itself.</summary>
    public Func<Toolbox, BuildPaths, IReadOnlyList<Command>>? Compile { get; init; }

    /// <summary>Name ending of what <see cref="Compile"/> makes.</summary>
    public string CompiledSuffix { get; init; } = "";

    /// <summary>Files beside the module that decide what <see cref="Compile"/> makes; relative to the repository.</summary>
    public IReadOnlyList<string> CompileInputs { get; init; } = [];

    public override string Flags
    {
        get
        {
            Toolbox names = Toolbox.ForDisplay;
            IEnumerable<Command> compile = Compile?.Invoke(names, new BuildPaths($"/PROGRAM{CompiledSuffix}", "/PROGRAM.wasm", "/scratch")) ?? [];
            Command run = Run(names, $"/PROGRAM{(Compile is null ? ".wasm" : CompiledSuffix)}");
            return string.Join(" | ", (string[])[WasmModule.Flags(UsesSimd128), .. compile.Select(static command => command.Display), run.Display]);
        }
    }

    public override bool CanRun(Workload workload) => WasmModule.CanRun(workload);

    public override bool Concerns(Workload workload) => !UsesSimd128 || workload.Features.Contains(WorkloadFeature.Simd);

    public override BuildStep Build(Workload workload, Toolbox tools)
    {
        BuildStep module = WasmModule.Step(workload, tools, UsesSimd128);
        return Compile is null ? module : new BuildStep
        {
            Phase = Phases.Compile,
            Output = workload.Id + CompiledSuffix,
            After = module,
            Inputs = [.. CompileInputs.Select(file => Path.Combine(tools.Layout.Root, file))],
            ToolVersions = [.. Tools.Select(tools.Version)],
            Commands = paths => Compile(tools, paths),
        };
    }

    public override Command CommandFor(ExecutionRequest request, Toolbox tools) => Run(tools, request.Artifact).With(request.Size.Args);

    private WasmBackend WithSimd128() => new()
    {
        Id = $"{Id}-simd",
        Title = $"{Title} with SIMD",
        Class = Class,
        Language = Language,
        Engine = Engine,
        MoreTools = MoreTools,
        Run = Run,
        Compile = Compile,
        CompiledSuffix = CompiledSuffix,
        CompileInputs = CompileInputs,
        LogsToStdout = LogsToStdout,
        TrapExitCodes = TrapExitCodes,
        TrapPattern = TrapPattern,
        HasSimd128 = true,
        UsesSimd128 = true,
    };
}
