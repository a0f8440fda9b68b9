using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends.Workers;

/// <summary>The module in a worker of workerd, told its arguments by a request and answering with what it printed.</summary>
/// <remarks>
/// Each process of a case is two servers. The first answers one request and ends: its time, memory and cost are of the same work as any other backend's.
/// The second goes on to further requests, and says what one costs and what the server weighs while it waits.
/// </remarks>
internal sealed partial class WorkerdBackend : Backend
{
    /// <summary>Id in tools.json.</summary>
    internal const string Engine = "workerd";

    private const string Folder = "runtimes/js/workerd";
    private const string Config = "config.capnp", Worker = "worker.mjs", Program = "program.wasm";

    /// <summary>Of sun_path in unix(7), with its ending zero.</summary>
    private const int LongestSocketPath = 108;

    [SetsRequiredMembers]
    internal WorkerdBackend(bool simd = false)
    {
        Id = simd ? "workerd-simd" : "workerd";
        Title = simd ? "workerd (V8) with SIMD" : "workerd (V8)";
        Class = BackendClass.OptimisingJit;
        TrapExitCodes = [WorkerHead.TrapExitCode];
        TrapPattern = Trap();
        UsesSimd128 = simd;
    }

    /// <summary>Whether modules are compiled for SIMD128, for workloads that have vector code.</summary>
    private bool UsesSimd128 { get; }

    public override IEnumerable<Backend> Variants => UsesSimd128 ? [] : [new WorkerdBackend(simd: true)];

    public override IReadOnlyList<string> Tools => [Engine, .. WasmModule.CompilerTools];

    public override string Flags => $"{WasmModule.Flags(UsesSimd128)} | {CommandFor("/ARTIFACT", "/SOCKET", Toolbox.ForDisplay).Display}";

    /// <summary>Time stands still in a worker while it computes, so that it cannot spy on others.</summary>
    public override bool ProgramHasClock => false;

    public override bool CanRun(Workload workload) => WasmModule.CanRun(workload);

    public override bool Concerns(Workload workload) => !UsesSimd128 || workload.Features.Contains(WorkloadFeature.Simd);

    /// <summary>A folder: the module beside the worker that runs it and the server's configuration, which has both embedded.</summary>
    public override BuildStep Build(Workload workload, Toolbox tools)
    {
        BuildStep module = WasmModule.Step(workload, tools, UsesSimd128);
        string[] files = [.. new[] { Config, Worker }.Select(file => Path.Combine(tools.Layout.Root, Folder, file))];
        return module with
        {
            Output = $"{workload.Id}.workerd",
            Inputs = [.. module.Inputs, .. files],
            Commands = paths =>
            [
                Command.Of("mkdir", paths.Output),
                .. module.Commands(paths with { Output = Path.Combine(paths.Output, Program) }),
                Command.Of("cp", [.. files, paths.Output]),
            ],
            Check = folder => module.Check?.Invoke(Path.Combine(folder, Program)),
        };
    }

    public override async Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct)
    {
        Execution one = await ServeAsync(request, furtherRequests: false, tools, ct);
        if (!WorkerRun.IsRight(one, request.Expected))
            return one;
        Execution many = await ServeAsync(request, furtherRequests: true, tools, ct);
        return WorkerRun.IsRight(many, request.Expected)
            ? one with { Readings = [.. one.Readings, .. many.Readings.Where(static reading => reading is { Phase: Phases.Request } or { Metric: Metric.IdleMemory })] }
            : many;
    }

    private static async Task<Execution> ServeAsync(ExecutionRequest request, bool furtherRequests, Toolbox tools, CancellationToken ct)
    {
        DirectoryInfo folder;
        try
        {
            folder = Directory.CreateTempSubdirectory("bench-workerd-");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return WorkerRun.NotStarted($"no place for its socket: {e.Message}");
        }
        try
        {
            string socket = Path.Combine(folder.FullName, "socket");
            return socket.Length < LongestSocketPath
                ? await new WorkerRun(CommandFor(request.Artifact, socket, tools), socket, request).RunAsync(furtherRequests, ct)
                : WorkerRun.NotStarted($"the path of the temporary folder is too long for a socket: {socket.Length} characters, {LongestSocketPath - 1} at most");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static Command CommandFor(string artifact, string socket, Toolbox tools) => Command.Of(tools[Engine], "serve", Path.Combine(artifact, Config), "config",
        $"--socket-addr=http=unix:{socket}", "--control-fd=1");

    [GeneratedRegex("^trap: ")]
    private static partial Regex Trap();
}
