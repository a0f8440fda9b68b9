using Bench.Backends;
using Bench.Core;
using Bench.Inference;
using Bench.Wasm;

namespace Bench.Micro;

/// <summary>The guest of infer.c in both engines of this process.</summary>
internal static class NetworkGuests
{
    private static readonly TimeSpan s_compile = TimeSpan.FromMinutes(2);
    private static readonly GuestLimits s_limits = new(16 << 20, ulong.MaxValue, TimeSpan.FromSeconds(30));
    private static readonly string[] s_tools = ["clang", "lld", "wabt"];

    /// <exception cref="UsageException">A compiler is missing: says how to get it.</exception>
    /// <exception cref="GuestFaultException">An engine is missing, or refuses the guest.</exception>
    internal static (YoMoGuest Wasm2c, YoMoGuest Interpreter) Start(RepoLayout layout, NnModels models) => StartAsync(layout, models).GetAwaiter().GetResult();

    private static async Task<(YoMoGuest, YoMoGuest)> StartAsync(RepoLayout layout, NnModels models)
    {
        Toolbox tools = new(layout, ToolCatalog.Load(layout.ToolsFile));
        if (await tools.ProbeAllAsync(s_tools, default) is Availability.Missing missing)
            throw new UsageException($"{missing.Reason}; {missing.Remedy}");
        ArtifactStore store = new(layout, s_compile);
        BuildStep guest = GuestStep(layout, tools);
        byte[] module = await File.ReadAllBytesAsync((await store.MakeAsync(guest, default)).Path);
        WasmInterface seen = WasmInterface.Read(guest.Output, module);
        Artifact library = await store.MakeAsync(Wasm2cBuild.Step(tools, guest, seen), default);
        return (new Wasm2cGuest(Wasm2cModule.Load(library.Path, seen), s_limits, models), WasmEdgeModule.Load(guest.Output, module, s_limits, models).Start());
    }

    private static BuildStep GuestStep(RepoLayout layout, Toolbox tools)
    {
        string functions = Path.Combine(layout.Workloads, "functions"), guest = Path.Combine(functions, "guest"), neural = Path.Combine(layout.Workloads, "neural");
        string[] sources = [Path.Combine(layout.Root, "harness", "Bench.Micro", "Networks", "infer.c"), Path.Combine(functions, "yomo", "shell.c")];
        return new BuildStep
        {
            Phase = Phases.Build,
            Output = "infer.wasm",
            Inputs = [.. sources, Path.Combine(guest, "function.h"), Path.Combine(neural, "wasi-nn.h")],
            ToolVersions = [tools.Version("clang")],
            Commands = paths => [Command.Of(tools["clang"],
                ["--target=wasm32-unknown-unknown", "-O3", "-ffreestanding", "-nostdlib", "-Wl,--no-entry", "-I", guest, "-I", neural, .. sources, "-o", paths.Output])],
            Check = WasmFormat.Fault,
        };
    }
}
