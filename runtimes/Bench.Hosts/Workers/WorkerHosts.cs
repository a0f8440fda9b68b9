using Bench.Core;
using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>A worker process by any backend of the matrix that runs a program in C or C# as a process.</summary>
internal sealed class WorkerHosts(HostMachine machine) : IFunctionHostFamily
{
    private const string Prefix = "worker:";

    private readonly CommandBackend[] _backends = [.. machine.Backends.All.OfType<CommandBackend>().Where(static one => one.TakesFunctions && one.Language is "c" or "csharp")];

    public IReadOnlyList<string> Kinds => field ??= [.. _backends.Select(static one => Prefix + one.Id)];

    public async ValueTask<Func<IFunctionHost>> PrepareAsync(string kind, FunctionSpec spec, CancellationToken ct)
    {
        CommandBackend backend = _backends.Single(one => Prefix + one.Id == kind);
        FunctionFile file = FunctionFile.Find(machine.Tools.Layout, spec.Function);
        Command command = file.Form == FunctionForm.Program ? ProgramCommand(file, backend) : await BuiltAsync(file, backend, ct);
        // One that is stuck in its function never sees the end of its input.
        command = command.Tied(machine.Tools, "KILL");
        FunctionSpec bounds = file.Manifest.Widened(spec);
        return () => new WorkerHost(bounds, backend.LogsToStdout, _ => new(WorkerProcess.Start(command, backend, bounds.MemoryBytes)));
    }

    private static Command ProgramCommand(FunctionFile file, CommandBackend backend)
    {
        string name = Path.GetFileName(file.Path);
        if (backend.Class != BackendClass.Native)
            throw FunctionFile.Refused($"{name} is no WebAssembly module, and {backend.Id} runs nothing else; a program runs as worker:native-clang");
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return (File.GetUnixFileMode(file.Path) & Executable) != 0
            ? Command.Of(file.Path)
            : throw FunctionFile.Refused($"{name} is neither a WebAssembly module nor executable");
    }

    private async Task<Command> BuiltAsync(FunctionFile file, CommandBackend backend, CancellationToken ct)
    {
        Workload workload = file.AsWorkload();
        if (!backend.CanRun(workload))
            throw FunctionFile.Refused(file.Form == FunctionForm.Module
                ? $"{Path.GetFileName(file.Path)} is a WebAssembly module, and {backend.Id} runs programs; choose another backend"
                : $"there is no '{file.Name}' in {(backend.Language == "c" ? "C" : "C#")}; choose another backend");
        if (!backend.Concerns(workload))
            throw FunctionFile.Refused($"{backend.Id} is a variant for functions that have more to gain than '{file.Name}'; choose another backend");
        if (await backend.ProbeAsync(machine.Tools, ct) is Availability.Missing missing)
            throw FunctionFile.Refused($"{missing.Reason}; {missing.Remedy}");
        await FunctionFile.RequireAsync(machine.Tools, workload.Assets, ct);
        string artifact = await FunctionFile.MakeAsync(machine, backend.Build(workload, machine.Tools), ct);
        WorkloadSize size = new("stream", [], new ExpectedOutput("", 0, null));
        return backend.CommandFor(new ExecutionRequest(workload, size, artifact, ExecutionOptions.Default), machine.Tools);
    }
}
