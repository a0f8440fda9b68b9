using System.Runtime.InteropServices;

namespace Bench.Wasm;

/// <summary>wasmedge/wasmedge.h, 0.14.1. Results are codes: 0 fine, 1 the guest asked for its end, anything else an error.</summary>
internal static unsafe partial class WasmEdgeNative
{
    private const string Library = NativeLibraries.WasmEdge;

    internal const uint Success = 0;
    internal const uint Terminate = 1;
    internal const uint Fail = 2;

    /// <summary>enum_errcode.h: CostLimitExceeded.</summary>
    internal const uint CostLimitExceeded = 3;

    /// <summary>WasmEdge_String.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Text
    {
        internal uint Length;
        internal byte* Bytes;
    }

    /// <summary>WasmEdge_Value: 16 bytes of value, aligned to 16, then the type. Only <see cref="Type"/>'s values that the library made are valid.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    internal struct Value
    {
        [FieldOffset(0)] internal int I32;
        [FieldOffset(0)] internal long I64;
        [FieldOffset(8)] internal long High;
        [FieldOffset(16)] internal ulong Type;
    }

    [LibraryImport(Library)] internal static partial byte* WasmEdge_VersionGet();
    [LibraryImport(Library)] internal static partial void WasmEdge_LogOff();
    [LibraryImport(Library)] internal static partial byte* WasmEdge_ResultGetMessage(uint result);
    [LibraryImport(Library)] internal static partial ulong WasmEdge_ValTypeGenI32();
    [LibraryImport(Library)] internal static partial ulong WasmEdge_ValTypeGenI64();

    // Those that create something return null only when memory has run out.
    [LibraryImport(Library)] internal static partial nint WasmEdge_ConfigureCreate();
    [LibraryImport(Library)] internal static partial void WasmEdge_ConfigureDelete(nint configure);
    [LibraryImport(Library)] internal static partial void WasmEdge_ConfigureSetForceInterpreter(nint configure, [MarshalAs(UnmanagedType.U1)] bool on);
    [LibraryImport(Library)] internal static partial void WasmEdge_ConfigureSetMaxMemoryPage(nint configure, uint pages);
    [LibraryImport(Library)] internal static partial void WasmEdge_ConfigureStatisticsSetCostMeasuring(nint configure, [MarshalAs(UnmanagedType.U1)] bool on);

    [LibraryImport(Library)] internal static partial nint WasmEdge_LoaderCreate(nint configure);
    [LibraryImport(Library)] internal static partial void WasmEdge_LoaderDelete(nint loader);
    [LibraryImport(Library)] internal static partial uint WasmEdge_LoaderParseFromBuffer(nint loader, nint* module, byte* bytes, uint count);
    [LibraryImport(Library)] internal static partial void WasmEdge_ASTModuleDelete(nint module);
    [LibraryImport(Library)] internal static partial nint WasmEdge_ValidatorCreate(nint configure);
    [LibraryImport(Library)] internal static partial void WasmEdge_ValidatorDelete(nint validator);
    [LibraryImport(Library)] internal static partial uint WasmEdge_ValidatorValidate(nint validator, nint module);

    [LibraryImport(Library)] internal static partial nint WasmEdge_StoreCreate();
    [LibraryImport(Library)] internal static partial void WasmEdge_StoreDelete(nint store);
    [LibraryImport(Library)] internal static partial nint WasmEdge_StatisticsCreate();
    [LibraryImport(Library)] internal static partial void WasmEdge_StatisticsDelete(nint statistics);
    [LibraryImport(Library)] internal static partial nint WasmEdge_ExecutorCreate(nint configure, nint statistics);
    [LibraryImport(Library)] internal static partial void WasmEdge_ExecutorDelete(nint executor);

    /// <summary>Makes what a module instance exports importable under its name. The instance stays the caller's.</summary>
    [LibraryImport(Library)] internal static partial uint WasmEdge_ExecutorRegisterImport(nint executor, nint store, nint module);
    [LibraryImport(Library)] internal static partial uint WasmEdge_ExecutorInstantiate(nint executor, nint* instance, nint store, nint module);

    // Parts of the instance: not to be freed, gone with it.
    [LibraryImport(Library)] internal static partial nint WasmEdge_ModuleInstanceFindFunction(nint module, Text name);
    [LibraryImport(Library)] internal static partial nint WasmEdge_ModuleInstanceFindMemory(nint module, Text name);

    [LibraryImport(Library)] internal static partial uint WasmEdge_ExecutorInvoke(nint executor, nint function, Value* parameters, uint count, Value* results, uint resultCount);

    /// <summary>Forgets what was counted; the limit stays.</summary>
    [LibraryImport(Library), SuppressGCTransition] internal static partial void WasmEdge_StatisticsClear(nint statistics);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void WasmEdge_StatisticsSetCostLimit(nint statistics, ulong limit);

    /// <returns>Null when any of the bytes lies outside. Valid until the memory grows.</returns>
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte* WasmEdge_MemoryInstanceGetPointer(nint memory, uint offset, uint length);
    [LibraryImport(Library), SuppressGCTransition] internal static partial uint WasmEdge_MemoryInstanceGetPageSize(nint memory);

    [LibraryImport(Library)] internal static partial nint WasmEdge_ModuleInstanceCreate(Text name);

    /// <summary>wasi_snapshot_preview1 of the library itself, on the streams of this process. Texts end with a zero and are copied.</summary>
    [LibraryImport(Library)]
    internal static partial nint WasmEdge_ModuleInstanceCreateWASI(byte** arguments, uint count, byte** environment, uint environmentCount, byte** folders, uint folderCount);
    [LibraryImport(Library)] internal static partial uint WasmEdge_ModuleInstanceWASIGetExitCode(nint module);
    [LibraryImport(Library)] internal static partial void WasmEdge_ModuleInstanceDelete(nint module);

    /// <summary>The module owns the function from then on.</summary>
    [LibraryImport(Library)] internal static partial void WasmEdge_ModuleInstanceAddFunction(nint module, Text name, nint function);
    [LibraryImport(Library)] internal static partial nint WasmEdge_FunctionTypeCreate(ulong* parameters, uint count, ulong* results, uint resultCount);
    [LibraryImport(Library)] internal static partial void WasmEdge_FunctionTypeDelete(nint type);

    /// <param name="type">Copied.</param>
    [LibraryImport(Library)]
    internal static partial nint WasmEdge_FunctionInstanceCreate(nint type, delegate* unmanaged[Cdecl]<nint, nint, Value*, Value*, uint> call, nint data, ulong cost);
}
