using System.Runtime.InteropServices;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>One module in an interpreter of its own: an executor, its store and what it counts.</summary>
/// <remarks>Not WasmEdge's VM, which registers modules of its own, such as a stub of <c>wasi_ephemeral_nn</c>, that cannot be replaced.</remarks>
internal sealed unsafe class WasmEdgeMachine : SafeHandle
{
    private readonly nint _configure, _store;
    private nint _module;

    /// <param name="pages">Of 64 KiB, that its memory may grow to.</param>
    /// <param name="counts">Whether instructions are counted, for a limit.</param>
    internal WasmEdgeMachine(uint pages, bool counts) : base(0, ownsHandle: true)
    {
        _configure = WasmEdge_ConfigureCreate();
        // Never ahead of time in this process: its handlers of SIGSEGV are set to the default after each call, and .NET needs its own.
        WasmEdge_ConfigureSetForceInterpreter(_configure, true);
        WasmEdge_ConfigureSetMaxMemoryPage(_configure, pages);
        WasmEdge_ConfigureStatisticsSetCostMeasuring(_configure, counts);
        _store = WasmEdge_StoreCreate();
        Statistics = WasmEdge_StatisticsCreate();
        SetHandle(WasmEdge_ExecutorCreate(_configure, Statistics));
    }

    public override bool IsInvalid => handle == 0;

    internal nint Executor => handle;

    internal nint Statistics { get; }

    /// <summary>The module's instance; 0 before <see cref="Instantiate"/>.</summary>
    internal nint Instance { get; private set; }

    /// <summary>Makes functions of the host known. The instance must outlive this machine.</summary>
    /// <exception cref="GuestFaultException">There is one of that name already.</exception>
    internal void Register(nint module) => Check(WasmEdge_ExecutorRegisterImport(handle, _store, module));

    /// <summary>Reads, checks and starts the module.</summary>
    /// <exception cref="GuestFaultException">The engine refuses it, or its start function traps.</exception>
    internal void Instantiate(ReadOnlySpan<byte> module)
    {
        nint loader = WasmEdge_LoaderCreate(_configure), validator = WasmEdge_ValidatorCreate(_configure);
        try
        {
            nint parsed, instance;
            fixed (byte* bytes = module)
                Check(WasmEdge_LoaderParseFromBuffer(loader, &parsed, bytes, (uint)module.Length));
            _module = parsed;
            Check(WasmEdge_ValidatorValidate(validator, parsed));
            Check(WasmEdge_ExecutorInstantiate(handle, &instance, _store, parsed));
            Instance = instance;
        }
        finally
        {
            WasmEdge_ValidatorDelete(validator);
            WasmEdge_LoaderDelete(loader);
        }
    }

    /// <returns>0 when there is no such function.</returns>
    internal nint Function(string name) => HostModules.WithText(name, text => WasmEdge_ModuleInstanceFindFunction(Instance, text));

    /// <returns>0 when there is no such memory.</returns>
    internal nint Memory(string name) => HostModules.WithText(name, text => WasmEdge_ModuleInstanceFindMemory(Instance, text));

    /// <param name="memory">What <see cref="Memory"/> returned; 0 has no bytes.</param>
    internal static bool TryMemory(nint memory, uint address, uint length, out Span<byte> bytes)
    {
        bytes = default;
        if (length == 0)
            return true;
        byte* start = length <= int.MaxValue && memory != 0 ? WasmEdge_MemoryInstanceGetPointer(memory, address, length) : null;
        if (start != null)
            bytes = new Span<byte>(start, (int)length);
        return start != null;
    }

    protected override bool ReleaseHandle()
    {
        if (Instance != 0)
            WasmEdge_ModuleInstanceDelete(Instance);
        WasmEdge_ExecutorDelete(handle);
        WasmEdge_StoreDelete(_store);
        WasmEdge_StatisticsDelete(Statistics);
        if (_module != 0)
            WasmEdge_ASTModuleDelete(_module);
        WasmEdge_ConfigureDelete(_configure);
        return true;
    }

    private static void Check(uint result)
    {
        if ((result & 0xFF_FFFF) is not (Success or Terminate))
            throw new GuestFaultException(GuestFault.Refused, $"WasmEdge refuses it: {WasmEdgeLibrary.Message(result)}");
    }
}
