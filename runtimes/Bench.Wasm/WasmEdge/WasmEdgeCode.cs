using System.Runtime.InteropServices;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>A module that the engine has read and checked; any number of instances are made of it.</summary>
internal sealed unsafe class WasmEdgeCode : SafeHandle
{
    /// <exception cref="GuestFaultException">The engine refuses the module: says why.</exception>
    internal WasmEdgeCode(ReadOnlySpan<byte> module) : base(0, ownsHandle: true)
    {
        nint configure = WasmEdge_ConfigureCreate();
        // Machine code that a module may bring along is not even read.
        WasmEdge_ConfigureSetForceInterpreter(configure, true);
        nint loader = WasmEdge_LoaderCreate(configure), validator = WasmEdge_ValidatorCreate(configure);
        try
        {
            nint parsed;
            fixed (byte* bytes = module)
                WasmEdgeLibrary.Check(WasmEdge_LoaderParseFromBuffer(loader, &parsed, bytes, (uint)module.Length));
            SetHandle(parsed);
            WasmEdgeLibrary.Check(WasmEdge_ValidatorValidate(validator, parsed));
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            WasmEdge_ValidatorDelete(validator);
            WasmEdge_LoaderDelete(loader);
            WasmEdge_ConfigureDelete(configure);
        }
    }

    public override bool IsInvalid => handle == 0;

    internal nint Parsed => handle;

    protected override bool ReleaseHandle()
    {
        WasmEdge_ASTModuleDelete(handle);
        return true;
    }
}
