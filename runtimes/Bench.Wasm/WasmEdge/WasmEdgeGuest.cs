using System.Runtime.InteropServices;
using System.Text;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>A guest in WasmEdge's interpreter, inside this process: it can hurt nothing but its own memory, and ends at its limits.</summary>
public sealed unsafe class WasmEdgeGuest : YoMoGuest
{
    private const int PrintedMost = 4096;

    private readonly WasmEdgeMachine _machine;
    private readonly HostModules _modules;
    private readonly nint[] _functions = new nint[4];
    private readonly nint _executor, _statistics, _memory;
    private readonly Value* _results;
    private readonly StringBuilder _printed = new();
    private uint _code;
    private int? _exit;

    private WasmEdgeGuest(byte[] module, GuestLimits limits) : base(limits)
    {
        // Not stackalloc: values are aligned to 16 bytes.
        _results = (Value*)NativeMemory.AlignedAlloc((nuint)sizeof(Value), 16);
        _modules = new HostModules(this);
        _machine = MachineOf(limits);
        try
        {
            foreach (nint host in _modules.All)
                Check(WasmEdge_VMRegisterModuleFromImport(_machine, host));
            fixed (byte* bytes = module)
                Check(WasmEdge_VMLoadWasmFromBuffer(_machine, bytes, (uint)module.Length));
            Check(WasmEdge_VMValidate(_machine));
            _statistics = WasmEdge_VMGetStatisticsContext(_machine);
            WasmEdge_StatisticsSetCostLimit(_statistics, limits.CostLimit);   // a module may have a start function
            Check(WasmEdge_VMInstantiate(_machine));
            nint instance = WasmEdge_VMGetActiveModule(_machine);
            _executor = WasmEdge_VMGetExecutorContext(_machine);
            _memory = HostModules.WithText(YoMoAbi.Memory, name => WasmEdge_ModuleInstanceFindMemory(instance, name));
            string[] names = [YoMoAbi.Initialize, YoMoAbi.Init, YoMoAbi.Observe, YoMoAbi.Handler];
            for (int i = 0; i < names.Length; i++)
                _functions[i] = HostModules.WithText(names[i], name => WasmEdge_ModuleInstanceFindFunction(instance, name));
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
    public static WasmEdgeGuest Start(string name, byte[] module, GuestLimits limits)
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
        if (YoMoAbi.Fault(name, seen, Provided) is string fault)
            throw new GuestFaultException(GuestFault.Refused, fault);
        // The engine would cut such a memory down to the limit, and the guest would find parts of its data missing.
        if (seen.InitialMemoryBytes > (long)limits.Pages * GuestLimits.PageBytes)
            throw new GuestFaultException(GuestFault.Refused, "its memory is above the limit from the start");
        return new WasmEdgeGuest(module, limits);
    }

    internal bool TryBytes(uint address, uint length, out Span<byte> bytes) => TryMemory(address, length, out bytes);

    internal void Print(ReadOnlySpan<byte> bytes)
    {
        _printed.Append(Encoding.UTF8.GetString(bytes.Length > PrintedMost ? bytes[^PrintedMost..] : bytes));
        if (_printed.Length > PrintedMost)
            _printed.Remove(0, _printed.Length - PrintedMost);
    }

    internal void Exit(int code) => _exit = code;

    internal void Keep(Exception thrown) => Pending ??= thrown;

    // The interpreter compares with the limit at each instruction: one that is 0 ends the call at the next.
    internal override void Stop() => WasmEdge_StatisticsSetCostLimit(_statistics, 0);

    private protected override long MemoryBytes => (long)WasmEdge_MemoryInstanceGetPageSize(_memory) * GuestLimits.PageBytes;

    private protected override bool RanOutOfInstructions => _code == CostLimitExceeded;

    private protected override bool Has(GuestFunction function) => _functions[(int)function] != 0;

    private protected override string? Call(GuestFunction function, out int result)
    {
        WasmEdge_StatisticsClear(_statistics);
        uint results = function == GuestFunction.Init ? 1u : 0u;
        uint code = WasmEdge_ExecutorInvoke(_executor, _functions[(int)function], null, 0, _results, results);
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

    private protected override bool TryMemory(uint address, uint length, out Span<byte> bytes)
    {
        bytes = default;
        if (length == 0)
            return true;
        byte* start = length <= int.MaxValue && _memory != 0 ? WasmEdge_MemoryInstanceGetPointer(_memory, address, length) : null;
        if (start != null)
            bytes = new Span<byte>(start, (int)length);
        return start != null;
    }

    private protected override void Free()
    {
        _machine.Dispose();   // before the modules that it imports from
        _modules.Dispose();
        NativeMemory.AlignedFree(_results);
    }

    private string Said => _printed.Length == 0 ? "" : $"; it printed: {_printed.ToString().ReplaceLineEndings(" ").Trim()}";

    private static WasmEdgeMachine MachineOf(GuestLimits limits)
    {
        nint configure = WasmEdge_ConfigureCreate();
        // Never ahead of time in this process: its handlers of SIGSEGV are set to the default after each call, and .NET needs its own.
        WasmEdge_ConfigureSetForceInterpreter(configure, true);
        WasmEdge_ConfigureSetMaxMemoryPage(configure, limits.Pages);
        // Without a limit, infinite recursion takes memory until the process is aborted.
        WasmEdge_ConfigureStatisticsSetCostMeasuring(configure, true);
        try
        {
            return WasmEdge_VMCreate(configure, 0);
        }
        finally
        {
            WasmEdge_ConfigureDelete(configure);
        }
    }

    private static void Check(uint result)
    {
        if ((result & 0xFF_FFFF) is not (Success or Terminate))
            throw new GuestFaultException(GuestFault.Refused, $"WasmEdge refuses it: {WasmEdgeLibrary.Message(result)}");
    }
}
