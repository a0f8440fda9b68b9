using System.Runtime.InteropServices;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>An instance of a module: its memory, globals and tables. To be disposed of before what it imports from.</summary>
internal sealed unsafe class WasmEdgeInstance : SafeHandle
{
    internal WasmEdgeInstance(nint instance) : base(0, ownsHandle: true) => SetHandle(instance);

    public override bool IsInvalid => handle == 0;

    /// <returns>0 when there is no such function.</returns>
    internal nint Function(ReadOnlySpan<byte> name)
    {
        fixed (byte* bytes = name)
            return WasmEdge_ModuleInstanceFindFunction(handle, new Text { Length = (uint)name.Length, Bytes = bytes });
    }

    /// <returns>0 when there is no such memory.</returns>
    internal nint Memory(ReadOnlySpan<byte> name)
    {
        fixed (byte* bytes = name)
            return WasmEdge_ModuleInstanceFindMemory(handle, new Text { Length = (uint)name.Length, Bytes = bytes });
    }

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
        WasmEdge_ModuleInstanceDelete(handle);
        return true;
    }
}
