using System.Text;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>A guest in WasmEdge's interpreter, inside this process: it can hurt nothing but its own memory, and ends at its limits.</summary>
public sealed class WasmEdgeGuest : YoMoGuest, IWasmEdgeGuest
{
    private const int PrintedMost = 4096;

    private readonly WasmEdgeModule _module;
    private readonly WasmEdgeInstance? _instance;
    private readonly nint[] _functions = [0, 0, 0, 0];
    private readonly nint _memory;
    private readonly Lock _running = new();
    private WasmEdgeMachine? _machine;
    private StringBuilder? _printed;
    private uint _code;
    private int? _exit;

    /// <exception cref="GuestFaultException">It does not start: says why.</exception>
    internal WasmEdgeGuest(WasmEdgeModule module) : base(module.Limits, NnImports.For(module.Interface, module.Models))
    {
        _module = module;
        try
        {
            _instance = Instantiate();
            _memory = _instance.Memory("memory"u8);
            _functions[(int)GuestFunction.Initialize] = _instance.Function("_initialize"u8);
            _functions[(int)GuestFunction.Init] = _instance.Function("yomo_init"u8);
            _functions[(int)GuestFunction.Observe] = _instance.Function("yomo_observe_datatags"u8);
            _functions[(int)GuestFunction.Handler] = _instance.Function("yomo_handler"u8);
            Initialize();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the guest printed through WASI, its end only.</summary>
    public string Printed => _printed?.ToString() ?? "";

    /// <summary>Functions of the host that a module may import.</summary>
    public static IReadOnlyCollection<WasmImport> Provided => HostFunctions.Imports;

    void IWasmEdgeGuest.Keep(Exception thrown) => Pending ??= thrown;

    internal void Print(ReadOnlySpan<byte> bytes)
    {
        _printed ??= new StringBuilder();
        _printed.Append(Encoding.UTF8.GetString(bytes.Length > PrintedMost ? bytes[^PrintedMost..] : bytes));
        if (_printed.Length > PrintedMost)
            _printed.Remove(0, _printed.Length - PrintedMost);
    }

    internal void Exit(int code) => _exit = code;

    private protected override void StopCode()
    {
        lock (_running)
            _machine?.Stop();
    }

    private protected override long MemoryBytes => (long)WasmEdge_MemoryInstanceGetPageSize(_memory) * GuestLimits.PageBytes;

    private protected override bool RanOutOfInstructions => _code == CostLimitExceeded;

    private protected override bool Has(GuestFunction function) => _functions[(int)function] != 0;

    private protected override string? Call(GuestFunction function, out int result)
    {
        WasmEdgeMachine machine = Begin(out IWasmEdgeGuest? outer);
        uint code = machine.Invoke(_functions[(int)function], function == GuestFunction.Init, out result);
        End(machine, outer);
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

    public override bool TryMemory(uint address, uint length, out Span<byte> bytes) => WasmEdgeInstance.TryMemory(_memory, address, length, out bytes);

    private protected override void Free() => _instance?.Dispose();

    private WasmEdgeInstance Instantiate()
    {
        // A module may have a start function: it is limited, and calls the host, as any other.
        WasmEdgeMachine machine = Begin(out IWasmEdgeGuest? outer);
        try
        {
            return machine.Instantiate(HostModules.OfStreamFunctions.Store, _module.Code);
        }
        finally
        {
            End(machine, outer);
        }
    }

    /// <summary>Takes a machine, and this thread for this guest.</summary>
    private WasmEdgeMachine Begin(out IWasmEdgeGuest? outer)
    {
        WasmEdgeMachine machine = _module.Rent();
        lock (_running)
            _machine = machine;
        outer = HostModules.Enter(this);
        return machine;
    }

    private void End(WasmEdgeMachine machine, IWasmEdgeGuest? outer)
    {
        HostModules.Enter(outer);
        // Behind this lock nobody stops the machine any more, who would stop the next guest's call with it.
        lock (_running)
            _machine = null;
        _module.Return(machine);
    }

    private string Said => Printed.Length == 0 ? "" : $"; it printed: {Printed.ReplaceLineEndings(" ").Trim()}";
}
