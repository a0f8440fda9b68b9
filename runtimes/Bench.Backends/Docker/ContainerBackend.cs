using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>The native program, linked statically, as the only file of a container.</summary>
public sealed class ScratchBackend(EngineSource source) : Backend
{
    public override string Flags =>
        $"clang {string.Join(' ', NativeProgram.Flags)} -static; FROM scratch, network none, read-only root, no capabilities";

    public override async Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct)
    {
        Availability compiler = await tools.ProbeAsync(DockerFamily.Compiler, ct);
        return compiler is Availability.Ready ? await source.ProbeAsync(tools, ct) : compiler;
    }

    public override BuildStep Build(Workload workload, Toolbox tools) =>
        NativeProgram.Step(workload, tools, DockerFamily.Compiler, "-static");

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
            return new Execution { SpawnedAtUnixNs = RealtimeClock.UnixNanoseconds(), Exit = new ExitStatus.NotStarted(e.Message) };
        }
        return await new ContainerRun(engine, image, source.CgroupRoot).RunAsync(request.Size.Args, request.Options, ct);
    }
}
