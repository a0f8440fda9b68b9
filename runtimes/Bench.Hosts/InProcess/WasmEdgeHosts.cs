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
        FunctionSpec bounds = file.Manifest.Widened(spec);
        try
        {
            WasmEdgeModule module = WasmEdgeModule.Load(Path.GetFileName(path), await File.ReadAllBytesAsync(path, ct), GuestHost.LimitsOf(bounds), machine.Models);
            return () => new GuestHost(bounds, module.Start);
        }
        catch (GuestFaultException e)
        {
            throw GuestHost.Translate(e);
        }
    }
}
