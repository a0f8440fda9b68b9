using Bench.Streaming;
using Bench.Wasm;

namespace Bench.Hosts;

/// <summary>WasmEdge's interpreter in this process: for functions that nobody trusts.</summary>
internal sealed class WasmEdgeHosts(HostMachine machine) : IFunctionHostFamily
{
    public IReadOnlyList<string> Kinds { get; } = ["wasmedge-interpreter", "wasmedge-interpreter" + FunctionFile.NnSuffix];

    public async ValueTask<Func<IFunctionHost>> PrepareAsync(string kind, FunctionSpec spec, CancellationToken ct)
    {
        if (WasmEdgeLibrary.Missing is string missing)
            throw FunctionFile.Refused(missing);
        FunctionFile file = FunctionFile.Find(machine.Tools.Layout, spec.Function);
        string path = await FunctionFile.MakeAsync(machine, await file.GuestAsync(machine.Tools, kind, ct), ct);
        string name = Path.GetFileName(path);
        byte[] module = await File.ReadAllBytesAsync(path, ct);
        WasmInterface seen = GuestModule.Read(name, module);
        if ((YoMoAbi.Fault(name, seen, WasmEdgeGuest.Provided) ?? NnImports.Fault(name, seen, machine.Models)) is string fault)
            throw FunctionFile.Refused(fault);
        return () => new GuestHost(file.Manifest.Widened(spec), limits => WasmEdgeGuest.Start(name, module, limits, machine.Models));
    }
}
