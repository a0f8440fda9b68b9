using System.Runtime.InteropServices;

namespace Bench.Wasm;

/// <summary>A library that <see cref="Wasm2cBuild"/> made, loaded into this process for as long as it lives.</summary>
/// <remarks>runtimes/wasm2c/library.h.</remarks>
public sealed unsafe class Wasm2cModule
{
    /// <summary>Callbacks of library.h. Each returns -1 to end the guest's call.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Callbacks
    {
        internal delegate* unmanaged[Cdecl]<nint, uint, long> ObserveTag;
        internal delegate* unmanaged[Cdecl]<nint, long> Tag;
        internal delegate* unmanaged[Cdecl]<nint, long> Size;
        internal delegate* unmanaged[Cdecl]<nint, uint, uint, long> Data;
        internal delegate* unmanaged[Cdecl]<nint, uint, uint, uint, long> Write;

        /// <summary>Index in NnFunction.All, and as many arguments as the function has.</summary>
        internal delegate* unmanaged[Cdecl]<nint, uint, uint*, long> Nn;
    }

    internal readonly delegate* unmanaged[Cdecl]<Callbacks*, nint, uint, byte**, nint> New;
    internal readonly delegate* unmanaged[Cdecl]<nint, int, int*, byte*> Call;
    internal readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, ulong*, byte*> Memory;
    internal readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void> Stop;
    internal readonly delegate* unmanaged[Cdecl]<nint, void> Free;

    private readonly bool[] _has;

    private Wasm2cModule(nint library, WasmInterface module)
    {
        New = (delegate* unmanaged[Cdecl]<Callbacks*, nint, uint, byte**, nint>)NativeLibrary.GetExport(library, "guest_new");
        Call = (delegate* unmanaged[Cdecl]<nint, int, int*, byte*>)NativeLibrary.GetExport(library, "guest_call");
        Memory = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, ulong*, byte*>)NativeLibrary.GetExport(library, "guest_memory");
        Stop = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void>)NativeLibrary.GetExport(library, "guest_stop");
        Free = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "guest_free");
        Interface = module;
        _has = [module.Has(YoMoAbi.Initialize), module.Has(YoMoAbi.Init), true, true];
    }

    /// <param name="library">What <see cref="Wasm2cBuild"/> made of the module: its code runs in this process.</param>
    /// <exception cref="GuestFaultException">The library cannot be loaded: says why.</exception>
    public static Wasm2cModule Load(string library, WasmInterface module)
    {
        try
        {
            return new Wasm2cModule(NativeLibrary.Load(library), module);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new GuestFaultException(GuestFault.Refused, $"{Path.GetFileName(library)} cannot be loaded: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    internal WasmInterface Interface { get; }

    internal bool Has(GuestFunction function) => _has[(int)function];
}

/// <summary>Guest of library.h.</summary>
internal sealed unsafe class Wasm2cInstance : SafeHandle
{
    private readonly Wasm2cModule _module;

    internal Wasm2cInstance(Wasm2cModule module, nint guest) : base(0, ownsHandle: true)
    {
        _module = module;
        SetHandle(guest);
    }

    public override bool IsInvalid => handle == 0;

    internal nint Guest => handle;

    protected override bool ReleaseHandle()
    {
        _module.Free(handle);
        return true;
    }
}
