using System.Runtime.InteropServices;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>What runs code: an executor and what it counts. For one call at a time, of any guest with the same limit of memory.</summary>
/// <remarks>
/// Half a megabyte, which holds the engine's table of costs of instructions. Not WasmEdge's VM, which registers modules of its own, such as a stub of
/// <c>wasi_ephemeral_nn</c>, that cannot be replaced.
/// </remarks>
internal sealed unsafe class WasmEdgeMachine : SafeHandle
{
    private readonly nint _configure, _statistics;
    private readonly Value* _result;

    /// <param name="pages">Of 64 KiB, that memories it makes may grow to.</param>
    /// <param name="counts">Whether instructions are counted, for a limit.</param>
    internal WasmEdgeMachine(uint pages, bool counts) : base(0, ownsHandle: true)
    {
        _configure = WasmEdge_ConfigureCreate();
        // Never ahead of time in this process: its handlers of SIGSEGV are set to the default after each call, and .NET needs its own.
        WasmEdge_ConfigureSetForceInterpreter(_configure, true);
        WasmEdge_ConfigureSetMaxMemoryPage(_configure, pages);
        WasmEdge_ConfigureStatisticsSetCostMeasuring(_configure, counts);
        _statistics = WasmEdge_StatisticsCreate();
        // Not stackalloc: values are aligned to 16 bytes.
        _result = (Value*)NativeMemory.AlignedAlloc((nuint)sizeof(Value), 16);
        SetHandle(WasmEdge_ExecutorCreate(_configure, _statistics));
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Counts anew.</summary>
    internal void Limit(ulong instructions)
    {
        WasmEdge_StatisticsClear(_statistics);
        WasmEdge_StatisticsSetCostLimit(_statistics, instructions);
    }

    /// <summary>Ends the call under way: the interpreter compares with the limit at each instruction. From any thread.</summary>
    internal void Stop() => WasmEdge_StatisticsSetCostLimit(_statistics, 0);

    /// <exception cref="GuestFaultException">There is a module of that name in the store already.</exception>
    internal void Register(nint store, nint module) => WasmEdgeLibrary.Check(WasmEdge_ExecutorRegisterImport(handle, store, module));

    /// <summary>Makes an instance of a module and runs its start function.</summary>
    /// <exception cref="GuestFaultException">The engine refuses it, or its start function traps.</exception>
    internal WasmEdgeInstance Instantiate(nint store, WasmEdgeCode code)
    {
        nint instance = 0;   // stays so where the start function asks for its end
        WasmEdgeLibrary.Check(WasmEdge_ExecutorInstantiate(handle, &instance, store, code.Parsed));
        return new WasmEdgeInstance(instance);
    }

    /// <param name="function">Without parameters.</param>
    /// <param name="result">Of a function that has one, an i32; otherwise 0.</param>
    /// <returns>The engine's code.</returns>
    internal uint Invoke(nint function, bool hasResult, out int result)
    {
        uint code = WasmEdge_ExecutorInvoke(handle, function, null, 0, _result, hasResult ? 1u : 0u);
        result = hasResult && code == Success ? _result->I32 : 0;
        return code;
    }

    protected override bool ReleaseHandle()
    {
        WasmEdge_ExecutorDelete(handle);
        WasmEdge_StatisticsDelete(_statistics);
        WasmEdge_ConfigureDelete(_configure);
        NativeMemory.AlignedFree(_result);
        return true;
    }
}
