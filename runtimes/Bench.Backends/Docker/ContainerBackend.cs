using System.Diagnostics;
using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>A workload in a fresh container: what is in the image, and what runs it.</summary>
public sealed class ContainerBackend(EngineSource source) : Backend
{
    /// <summary>WasmEdge inside a runtime writes its log where its command line does.</summary>
    public bool LogsToStdout { get; init; }

    public ContainerRuntime Runtime { get; init; } = ContainerRuntime.OfTheEngine;

    internal ImageRecipe Recipe { get; init; } = ScratchRecipe.Program;

    /// <summary>What makes the artifact.</summary>
    public required Func<Workload, Toolbox, BuildStep> Steps { get; init; }

    /// <summary>How the artifact is made, for a run's header.</summary>
    public required string BuildFlags { get; init; }

    /// <summary>Looks for what the runtime must have inside; returns null when it is there.</summary>
    internal Func<Toolbox, CancellationToken, Task<Availability.Missing?>>? Requires { get; init; }

    public Predicate<Workload> Takes { get; init; } = static workload => workload.SourceIn("c") is not null;

    public override string Flags => string.Join("; ",
        BuildFlags, Recipe.Description, $"runtime {Runtime.Name ?? "of the engine"}{string.Concat(Runtime.Arguments.Select(static one => " " + one))}",
        "network none, read-only root, no capabilities");

    public override bool CanRun(Workload workload) => Takes(workload);

    public override async Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct)
    {
        // What an engine that answers may have by itself is asked after last, and of it.
        string[] others = [.. Tools.Where(tool => tool != DockerFamily.EngineTool && tool != Runtime.Name)];
        if (await tools.ProbeAllAsync(others, ct) is Availability.Missing tool)
            return tool;
        if (Requires is not null && await Requires(tools, ct) is Availability.Missing inside)
            return inside;
        return await source.ProbeAsync(Runtime, tools, ct);
    }

    public override BuildStep Build(Workload workload, Toolbox tools) => Steps(workload, tools);

    /// <exception cref="BuildFailedException">The engine cannot make an image of the artifact.</exception>
    public override async Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct)
    {
        long begin = Stopwatch.GetTimestamp();
        try
        {
            DockerEngine engine = await source.GetAsync(tools, ct);
            (ContainerImage image, TimeSpan? made) = await source.ImageOfAsync(engine, Recipe, tools, request.Artifact, ct);
            if (made is not null)
                begin = Stopwatch.GetTimestamp();   // the image is a phase of its own
            ContainerRun run = new(engine, image, Runtime, source.CgroupRoot) { LogsToStdout = LogsToStdout };
            return await run.RunAsync(request.Size.Args, request.Options, begin, made, ct);
        }
        catch (DockerException e)
        {
            return new Execution { SpawnedAtUnixNs = RealtimeClock.UnixNanoseconds(), Exit = new ExitStatus.NotStarted(e.Message) };
        }
    }
}
