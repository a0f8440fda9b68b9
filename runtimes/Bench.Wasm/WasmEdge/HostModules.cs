using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>The modules of <see cref="HostFunctions"/> for one guest, as WasmEdge wants them: one for each name.</summary>
internal sealed unsafe class HostModules : IDisposable
{
    /// <summary>What a function is given to know whose call it is and which it is itself.</summary>
    private struct Binding
    {
        internal nint Guest;
        internal int Function;
    }

    private static readonly ulong s_i32 = WasmEdge_ValTypeGenI32();
    private static readonly ulong s_i64 = WasmEdge_ValTypeGenI64();

    private readonly List<nint> _modules = [];
    private readonly Binding* _bindings = (Binding*)NativeMemory.AllocZeroed((nuint)HostFunctions.All.Count, (nuint)sizeof(Binding));
    private GCHandle _guest;

    internal HostModules(WasmEdgeGuest guest)
    {
        _guest = GCHandle.Alloc(guest, GCHandleType.Weak);
        foreach (IGrouping<string, int> module in Enumerable.Range(0, HostFunctions.All.Count).GroupBy(static index => HostFunctions.All[index].Import.Module))
        {
            nint made = WithText(module.Key, static name => WasmEdge_ModuleInstanceCreate(name));
            _modules.Add(made);
            foreach (int index in module)
                Add(made, index);
        }
    }

    internal IReadOnlyList<nint> All => _modules;

    public void Dispose()
    {
        foreach (nint module in _modules)
            WasmEdge_ModuleInstanceDelete(module);
        _modules.Clear();
        NativeMemory.Free(_bindings);
        _guest.Free();
    }

    internal static nint WithText(string text, Func<Text, nint> use)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\0");
        fixed (byte* start = bytes)
            return use(new Text { Length = (uint)bytes.Length - 1, Bytes = start });
    }

    private void Add(nint module, int index)
    {
        HostFunction function = HostFunctions.All[index];
        _bindings[index] = new Binding { Guest = GCHandle.ToIntPtr(_guest), Function = index };
        ulong* types = stackalloc ulong[16];
        uint count = 0;
        foreach (string parameter in function.Parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries))
            types[count++] = parameter == "i64" ? s_i64 : s_i32;
        ulong result = s_i32;
        nint type = WasmEdge_FunctionTypeCreate(types, count, &result, function.HasResult ? 1u : 0u);
        // Cost 0: instructions alone are counted.
        nint instance = WasmEdge_FunctionInstanceCreate(type, &Call, (nint)(_bindings + index), 0);
        WasmEdge_FunctionTypeDelete(type);
        WithText(function.Import.Name, name =>
        {
            WasmEdge_ModuleInstanceAddFunction(module, name, instance);
            return 0;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static uint Call(nint data, nint frame, Value* parameters, Value* results)
    {
        Binding* binding = (Binding*)data;
        WasmEdgeGuest? guest = GCHandle.FromIntPtr(binding->Guest).Target as WasmEdgeGuest;
        try
        {
            HostFunction function = HostFunctions.All[binding->Function];
            long result = function.Call(guest!, new HostArguments(parameters));
            if (result == HostFunctions.Leave)
                return Terminate;
            if (function.HasResult)
                results[0] = new Value { I64 = (uint)result, Type = s_i32 };
            return Success;
        }
        catch (Exception e)
        {
            guest?.Keep(e);
            return Fail;
        }
    }
}
