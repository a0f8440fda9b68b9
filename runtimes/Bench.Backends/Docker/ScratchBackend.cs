using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>The native program, linked statically, as the only file of a container.</summary>
public sealed class ScratchBackend(EngineSource source) : Backend
{
    private static readonly string[] s_flags = ["-O3", "-ffp-contract=off", "-static"];

    public override string Flags => $"clang {string.Join(' ', s_flags)}; FROM scratch, network none, read-only root, no capabilities";

    public override async Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct)
    {
        Availability compiler = await tools.ProbeAsync(DockerFamily.Compiler, ct);
        return compiler is Availability.Ready ? await source.ProbeAsync(tools, ct) : compiler;
    }

    public override BuildStep Build(Workload workload, Toolbox tools)
    {
        string guest = Path.Combine(tools.Layout.Workloads, "guest");
        string harness = Path.Combine(guest, "bench.c");
        string kernel = workload.SourceIn(Language)!;
        return new BuildStep
        {
            Phase = Phases.Build,
            Output = workload.Id,
            Inputs = [kernel, harness, Path.Combine(guest, "bench.h")],
            ToolVersions = [tools.Version(DockerFamily.Compiler)],
            Commands = paths => [Command.Of(tools[DockerFamily.Compiler], [.. s_flags, "-I", guest, kernel, harness, "-lm", "-o", paths.Output])],
        };
    }

    public override async Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct)
    {
        DockerEngine engine;
        ScratchImage image;
        try
        {
            engine = await source.GetAsync(tools, ct);
            image = await source.ImageOfAsync(engine, request.Artifact, ct);
        }
        catch (DockerException e)
        {
            return new Execution { SpawnedAtUnixNs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100, Exit = new ExitStatus.NotStarted(e.Message) };
        }
        return await new ContainerRun(engine, image, source.CgroupRoot).RunAsync(request.Size.Args, request.Options, ct);
    }
}
