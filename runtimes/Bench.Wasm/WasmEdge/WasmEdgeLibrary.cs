using System.Runtime.InteropServices;

namespace Bench.Wasm;

/// <summary>WasmEdge's library on this machine.</summary>
public static unsafe class WasmEdgeLibrary
{
    private static readonly Lazy<string?> s_missing = new(Load);

    /// <summary>Null when it is there; otherwise what is missing and how to get it, in one line.</summary>
    public static string? Missing => s_missing.Value;

    /// <exception cref="GuestFaultException">The library is not there.</exception>
    public static string Version
    {
        get
        {
            Require();
            return Marshal.PtrToStringUTF8((nint)WasmEdgeNative.WasmEdge_VersionGet()) ?? "";
        }
    }

    internal static void Require()
    {
        if (Missing is string missing)
            throw new GuestFaultException(GuestFault.Refused, missing);
    }

    internal static string Message(uint result) =>
        Marshal.PtrToStringUTF8((nint)WasmEdgeNative.WasmEdge_ResultGetMessage(result)) ?? $"error {result:x}";

    /// <exception cref="GuestFaultException">The engine's code says that something was refused.</exception>
    internal static void Check(uint result)
    {
        if ((result & 0xFF_FFFF) is not (WasmEdgeNative.Success or WasmEdgeNative.Terminate))
            throw new GuestFaultException(GuestFault.Refused, $"WasmEdge refuses it: {Message(result)}");
    }

    private static string? Load()
    {
        if (!NativeLibraries.TryLoadWasmEdge(out nint library))
            return "libwasmedge.so.0 is not there; ./bench setup (Debian's package wasmedge)";
        NativeLibraries.Register();
        // From 0.17 on a machine must be told its mode by a call that earlier ones lack, and values may have another shape.
        if (NativeLibrary.TryGetExport(library, "WasmEdge_ConfigureSetRunMode", out _))
            return $"libwasmedge is {Marshal.PtrToStringUTF8((nint)WasmEdgeNative.WasmEdge_VersionGet())}, and its interface is not known here; 0.14 is (Debian 13's package wasmedge)";
        // It would log traps to standard output.
        WasmEdgeNative.WasmEdge_LogOff();
        return null;
    }
}
