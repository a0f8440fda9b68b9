using Bench.Core;
using Bench.Streaming;
using Bench.Wasm;

namespace Bench.Hosts;

/// <summary>The module as machine code in this process, made by wasm2c and clang: as fast as native code, for functions that are trusted to have been compiled rightly.</summary>
internal sealed class Wasm2cHosts(HostMachine machine) : IFunctionHostFamily
{
    public IReadOnlyList<string> Kinds { get; } = ["wasm2c", "wasm2c" + FunctionFile.NnSuffix];

    public async ValueTask<Func<IFunctionHost>> PrepareAsync(string kind, FunctionSpec spec, CancellationToken ct)
    {
        await FunctionFile.RequireAsync(machine.Tools, Wasm2cBuild.Tools, ct);
        FunctionFile file = FunctionFile.Find(machine.Tools.Layout, spec.Function);
        BuildStep guest = await file.GuestAsync(machine.Tools, kind, ct);
        string path = await FunctionFile.MakeAsync(machine, guest, ct);
        WasmInterface seen = GuestModule.Read(Path.GetFileName(path), await File.ReadAllBytesAsync(path, ct));
        if ((Wasm2cBuild.Fault(Path.GetFileName(path), seen) ?? NnImports.Fault(Path.GetFileName(path), seen, machine.Models)) is string fault)
            throw FunctionFile.Refused(fault);
        string library = await FunctionFile.MakeAsync(machine, Wasm2cBuild.Step(machine.Tools, guest, seen), ct);
        try
        {
            Wasm2cModule module = Wasm2cModule.Load(library, seen);
            FunctionSpec bounds = file.Manifest.Widened(spec);
            return () => new GuestHost(bounds, () => new Wasm2cGuest(module, GuestHost.LimitsOf(bounds), machine.Models));
        }
        catch (GuestFaultException e)
        {
            throw GuestHost.Translate(e);
        }
    }
}
