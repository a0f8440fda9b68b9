using System.Runtime.InteropServices;
using System.Text;
using Bench.Inference;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>A guest in WasmEdge's interpreter, inside this process: it can hurt nothing but its own memory, and ends at its limits.</summary>
public sealed unsafe class WasmEdgeGuest : YoMoGuest, IWasmEdgeGuest
{
    private const int PrintedMost = 4096;

    private readonly WasmEdgeMachine _machine;
    private readonly HostModules _modules;
    private readonly nint[] _functions = new nint[4];
    private readonly nint _memory;
    private readonly Value* _results;
    private readonly StringBuilder _printed = new();
    private uint _code;
    private int? _exit;

    private WasmEdgeGuest(byte[] module, GuestLimits limits, WasiNn? networks) : base(limits, networks)
    {
        // Not stackalloc: values are aligned to 16 bytes.
        _results = (Value*)NativeMemory.AlignedAlloc((nuint)sizeof(Value), 16);
        _modules = new HostModules(this, HostFunctions.All);
        // Without a limit, infinite recursion takes memory until the process is aborted.
        _machine = new WasmEdgeMachine(limits.Pages, counts: true);
        try
        {
            foreach (nint host in _modules.All)
                _machine.Register(host);
            WasmEdge_StatisticsSetCostLimit(_machine.Statistics, limits.CostLimit);   // a module may have a start function
            _machine.Instantiate(module);
            _memory = _machine.Memory(YoMoAbi.Memory);
            string[] names = [YoMoAbi.Initialize, YoMoAbi.Init, YoMoAbi.Observe, YoMoAbi.Handler];
            for (int i = 0; i < names.Length; i++)
                _functions[i] = _machine.Function(names[i]);
            Initialize();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the guest printed through WASI, its end only.</summary>
    public string Printed => _printed.ToString();

    /// <summary>Functions of the host that a module may import.</summary>
    public static IReadOnlyCollection<WasmImport> Provided => HostFunctions.Imports;

    /// <summary>Loads, checks and starts a module.</summary>
    /// <exception cref="GuestFaultException">The library is not there, or the module is no such guest, or does not start: says why.</exception>
    /// <param name="models">What its <c>wasi_ephemeral_nn</c> knows by name; null refuses a module that imports it.</param>
    public static WasmEdgeGuest Start(string name, byte[] module, GuestLimits limits, NnModels? models = null)
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
        if ((YoMoAbi.Fault(name, seen, Provided) ?? NnImports.Fault(name, seen, models)) is string fault)
            throw new GuestFaultException(GuestFault.Refused, fault);
        // The engine would cut such a memory down to the limit, and the guest would find parts of its data missing.
        if (seen.InitialMemoryBytes > (long)limits.Pages * GuestLimits.PageBytes)
            throw new GuestFaultException(GuestFault.Refused, "its memory is above the limit from the start");
        return new WasmEdgeGuest(module, limits, NnImports.For(seen, models));
    }

    void IWasmEdgeGuest.Keep(Exception thrown) => Pending ??= thrown;

    internal void Print(ReadOnlySpan<byte> bytes)
    {
        _printed.Append(Encoding.UTF8.GetString(bytes.Length > PrintedMost ? bytes[^PrintedMost..] : bytes));
        if (_printed.Length > PrintedMost)
            _printed.Remove(0, _printed.Length - PrintedMost);
    }

    internal void Exit(int code) => _exit = code;

    // The interpreter compares with the limit at each instruction: one that is 0 ends the call at the next.
    private protected override void StopCode() => WasmEdge_StatisticsSetCostLimit(_machine.Statistics, 0);

    private protected override long MemoryBytes => (long)WasmEdge_MemoryInstanceGetPageSize(_memory) * GuestLimits.PageBytes;

    private protected override bool RanOutOfInstructions => _code == CostLimitExceeded;

    private protected override bool Has(GuestFunction function) => _functions[(int)function] != 0;

    private protected override string? Call(GuestFunction function, out int result)
    {
        WasmEdge_StatisticsClear(_machine.Statistics);
        uint results = function == GuestFunction.Init ? 1u : 0u;
        uint code = WasmEdge_ExecutorInvoke(_machine.Executor, _functions[(int)function], null, 0, _results, results);
        result = results > 0 && code == Success ? _results->I32 : 0;
        _code = code & 0xFF_FFFF;
        if (code == Success)
            return null;
        if (_code == Terminate && _exit is int exit)
        {
            _exit = null;
            return exit == 0 ? null : $"it exited with {exit}{Said}";   // a Go guest exits with 0 after it has set itself up
        }
        return WasmEdgeLibrary.Message(code) + Said;
    }

    public override bool TryMemory(uint address, uint length, out Span<byte> bytes) => WasmEdgeMachine.TryMemory(_memory, address, length, out bytes);

    private protected override void Free()
    {
        _machine.Dispose();   // before the modules that it imports from
        _modules.Dispose();
        NativeMemory.AlignedFree(_results);
    }

    private string Said => _printed.Length == 0 ? "" : $"; it printed: {_printed.ToString().ReplaceLineEndings(" ").Trim()}";
}
