using Bench.Inference;

namespace Bench.Wasm;

/// <summary>A module that the engine has read and checked once for all of its guests, which share the machines that run them too: as many as there are calls at once.</summary>
public sealed class WasmEdgeModule : IDisposable
{
    /// <summary>Machines that are kept for the next call. More only ran at once, for a while.</summary>
    private static readonly int s_mostKept = 2 * Environment.ProcessorCount;

    private readonly Stack<WasmEdgeMachine> _machines = [];

    private bool _closed;

    private WasmEdgeModule(byte[] module, WasmInterface seen, GuestLimits limits, NnModels? models)
    {
        (Interface, Limits, Models) = (seen, limits, models);
        Code = new WasmEdgeCode(module);
    }

    internal WasmEdgeCode Code { get; }

    internal WasmInterface Interface { get; }

    internal GuestLimits Limits { get; }

    internal NnModels? Models { get; }

    /// <summary>Reads and checks a module for guests with these limits.</summary>
    /// <exception cref="GuestFaultException">The library is not there, or the module is no such guest: says why.</exception>
    /// <param name="models">What its <c>wasi_ephemeral_nn</c> knows by name; null refuses a module that imports it.</param>
    public static WasmEdgeModule Load(string name, byte[] module, GuestLimits limits, NnModels? models = null)
    {
        WasmEdgeLibrary.Require();
        WasmInterface seen;
        try
        {
            seen = WasmInterface.Read(name, module);
        }
        catch (InvalidDataException e)
        {
            throw new GuestFaultException(GuestFault.Refused, e.Message, e);
        }
        if ((YoMoAbi.Fault(name, seen, WasmEdgeGuest.Provided) ?? NnImports.Fault(name, seen, models)) is string fault)
            throw new GuestFaultException(GuestFault.Refused, fault);
        // The engine would cut such a memory down to the limit, and the guest would find parts of its data missing.
        if (seen.InitialMemoryBytes > (long)limits.Pages * GuestLimits.PageBytes)
            throw new GuestFaultException(GuestFault.Refused, "its memory is above the limit from the start");
        return new WasmEdgeModule(module, seen, limits, models);
    }

    /// <summary>Makes an instance of its own memory, and starts it.</summary>
    /// <exception cref="GuestFaultException">It does not start: says why.</exception>
    public WasmEdgeGuest Start() => new(this);

    /// <summary>A machine for one call, which counts from 0; given back by <see cref="Return"/>.</summary>
    internal WasmEdgeMachine Rent()
    {
        WasmEdgeMachine? machine;
        lock (_machines)
            _machines.TryPop(out machine);
        machine ??= new WasmEdgeMachine(Limits.Pages, counts: true);
        // Without a limit, infinite recursion takes memory until the process is aborted.
        machine.Limit(Limits.CostLimit);
        return machine;
    }

    /// <param name="machine">That nobody stops any more.</param>
    internal void Return(WasmEdgeMachine machine)
    {
        lock (_machines)
            if (_machines.Count < s_mostKept && !_closed)
            {
                _machines.Push(machine);
                return;
            }
        machine.Dispose();
    }

    /// <summary>Behind all of its guests.</summary>
    public void Dispose()
    {
        lock (_machines)
        {
            _closed = true;
            while (_machines.TryPop(out WasmEdgeMachine? machine))
                machine.Dispose();
        }
        Code.Dispose();
    }
}
