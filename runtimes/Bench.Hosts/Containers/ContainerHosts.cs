using Bench.Backends.Docker;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>The native worker as the only file of a container, under the engine's own runtime or a named one: no network, no capabilities, nothing to write to, bounded memory.</summary>
internal sealed class ContainerHosts(HostMachine machine) : IFunctionHostFamily
{
    public IReadOnlyList<string> Kinds { get; } = [.. ContainerKinds.All.Keys];

    public async ValueTask<Func<IFunctionHost>> PrepareAsync(string kind, FunctionSpec spec, CancellationToken ct)
    {
        ContainerRuntime runtime = ContainerKinds.All[kind];
        FunctionFile file = FunctionFile.Find(machine.Tools.Layout, spec.Function);
        if (file.Form == FunctionForm.Module)
            throw FunctionFile.Refused($"{Path.GetFileName(file.Path)} is a WebAssembly module; a container runs a program that is linked statically");
        if (await machine.Engine.ProbeAsync(runtime, machine.Tools, ct) is Availability.Missing missing)
            throw FunctionFile.Refused($"{missing.Reason}; {missing.Remedy}");
        string program = file.Path;
        if (file.Form == FunctionForm.Source)
        {
            Backend backend = machine.Backends.All.OfType<ContainerBackend>().First(static one => one.Id == "docker-native");
            await FunctionFile.RequireAsync(machine.Tools, [.. backend.Tools, .. file.Manifest.Assets], ct);
            program = await FunctionFile.MakeAsync(machine, backend.Build(file.AsWorkload(), machine.Tools), ct);
        }
        FunctionSpec bounds = file.Manifest.Widened(spec);
        return () => new WorkerHost(bounds, logs: false, cancel => OpenAsync(runtime, program, bounds, cancel));
    }

    private async ValueTask<IWorkerChannel> OpenAsync(ContainerRuntime runtime, string program, FunctionSpec spec, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(spec.StartDeadline);
        try
        {
            return new ContainerChannel(await AttendedContainer.StartAsync(machine.Engine, machine.Tools, runtime, program, spec.MemoryBytes, limit.Token));
        }
        catch (DockerException e)
        {
            throw FunctionFile.Refused(e.Message, e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw FunctionFile.Refused($"the container does not start within {spec.StartDeadline.TotalSeconds:0.#} s", e);
        }
    }
}
