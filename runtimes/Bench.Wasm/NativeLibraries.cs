using System.Reflection;
using System.Runtime.InteropServices;

namespace Bench.Wasm;

/// <summary>Finds the native libraries of this assembly.</summary>
internal static class NativeLibraries
{
    internal const string WasmEdge = "wasmedge";

    // The name with the version of the ABI, which is in the package of the programs; the one without is in the -dev package only.
    private static readonly string[] s_wasmEdge = ["libwasmedge.so.0", "libwasmedge.so"];

    /// <summary>Before the first call of a library; once, because a second resolver of an assembly is an error.</summary>
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    internal static bool TryLoadWasmEdge(out nint library)
    {
        foreach (string name in s_wasmEdge)
            if (NativeLibrary.TryLoad(name, out library))
                return true;
        library = 0;
        return false;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == WasmEdge && TryLoadWasmEdge(out nint library) ? library : 0;
}
