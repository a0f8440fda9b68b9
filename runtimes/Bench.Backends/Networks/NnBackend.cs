using Bench.Core;

namespace Bench.Backends.Networks;

/// <summary>The C source as a module that leaves its network to the host through wasi-nn, in an engine inside of <see cref="NnHost"/>.</summary>
internal sealed class NnBackend : CommandBackend
{
    private const string Module = "program.wasm";

    /// <summary>Id of the engine in tools.json.</summary>
    public required string Engine { get; init; }

    /// <summary>The engine, as the host is told it.</summary>
    public required string Mode { get; init; }

    /// <summary>What <see cref="Compile"/> makes of the module; the module itself where there is nothing to make.</summary>
    public string Program { get; init; } = Module;

    /// <summary>Ahead-of-time compilation: tools, module, scratch folder and output to the commands.</summary>
    public Func<Toolbox, string, string, string, IReadOnlyList<Command>>? Compile { get; init; }

    /// <summary>Files beside the module that decide what <see cref="Compile"/> makes; relative to the repository.</summary>
    public IReadOnlyList<string> CompileInputs { get; init; } = [];

    public override IReadOnlyList<string> Tools => [Engine, NnHost.Runtime, "dotnet", .. WasmModule.CompilerTools];

    public override string Flags
    {
        get
        {
            IEnumerable<Command> compile = Compile?.Invoke(Toolbox.ForDisplay, $"/{Module}", "/scratch", $"/{Program}") ?? [];
            string[] steps = [$"clang {string.Join(' ', ModuleFlags)}", .. compile.Select(static command => command.Display), $"dotnet {NnHost.Name}.dll {Mode} assets {Program}"];
            return string.Join(" | ", steps);
        }
    }

    /// <summary>A folder with the host's program in it.</summary>
    public override bool ShipsArtifact => false;

    public override bool TakesFunctions => false;

    public override bool CanRun(Workload workload) => workload.SourceIn("c") is not null && NnHost.Concerns(workload);

    public override bool Concerns(Workload workload) => NnHost.Concerns(workload);

    public override BuildStep Build(Workload workload, Toolbox tools)
    {
        BuildStep withModule = new()
        {
            Phase = Phases.Build,
            Output = workload.Id,
            After = NnHost.Step(tools),
            Inputs = NativeProgram.Sources(workload, tools),
            ToolVersions = [tools.Version("clang"), tools.Version("wasi-libc")],
            Commands = paths =>
            [
                Command.Of("cp", "-r", paths.Previous, paths.Output),
                Command.Of(tools["clang"], [.. ModuleFlags, .. NativeProgram.Arguments(workload, tools), "-lm", "-o", Path.Combine(paths.Output, Module)]),
            ],
            Check = static folder => WasmFormat.Fault(Path.Combine(folder, Module)),
        };
        return Compile is null ? withModule : new BuildStep
        {
            Phase = Phases.Compile,
            Output = workload.Id,
            After = withModule,
            Inputs = [.. CompileInputs.Select(file => Path.Combine(tools.Layout.Root, file))],
            ToolVersions = [.. Tools.Select(tools.Version)],
            Commands = paths =>
            [
                Command.Of("cp", "-r", paths.Previous, paths.Output),
                .. Compile(tools, Path.Combine(paths.Previous, Module), paths.Scratch, Path.Combine(paths.Output, Program)),
            ],
        };
    }

    public override Command CommandFor(ExecutionRequest request, Toolbox tools) => NnHost.WithRuntime(
        Command.Of(tools["dotnet"], [Path.Combine(request.Artifact, $"{NnHost.Name}.dll"), Mode, tools.Layout.Assets, Path.Combine(request.Artifact, Program), .. request.Size.Args]), tools);

    private static IReadOnlyList<string> ModuleFlags => ["--target=wasm32-wasi", .. NativeProgram.Flags, $"-D{WorkloadFeature.WasiNnMacro}"];
}
