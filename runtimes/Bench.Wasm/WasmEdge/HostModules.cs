using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>Functions of this process for one guest, as WasmEdge wants them: in an instance for each name of a module.</summary>
internal sealed unsafe class HostModules : IDisposable
{
    /// <summary>What a function is given to know whose call it is and which it is itself.</summary>
    private struct Binding
    {
        internal nint Modules;
        internal int Function;
    }

    private static readonly ulong s_i32 = WasmEdge_ValTypeGenI32();
    private static readonly ulong s_i64 = WasmEdge_ValTypeGenI64();

    private readonly IWasmEdgeGuest _guest;
    private readonly IReadOnlyList<HostFunction> _functions;
    private readonly List<nint> _modules = [];
    private readonly Binding* _bindings;
    private GCHandle _self;

    internal HostModules(IWasmEdgeGuest guest, IReadOnlyList<HostFunction> functions)
    {
        (_guest, _functions) = (guest, functions);
        _bindings = (Binding*)NativeMemory.AllocZeroed((nuint)functions.Count, (nuint)sizeof(Binding));
        // Weak: a guest that is lost without having been disposed of can still be collected.
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        foreach (IGrouping<string, int> module in Enumerable.Range(0, functions.Count).GroupBy(index => functions[index].Import.Module))
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
        _self.Free();
    }

    internal static nint WithText(string text, Func<Text, nint> use)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\0");
        fixed (byte* start = bytes)
            return use(new Text { Length = (uint)bytes.Length - 1, Bytes = start });
    }

    private void Add(nint module, int index)
    {
        HostFunction function = _functions[index];
        _bindings[index] = new Binding { Modules = GCHandle.ToIntPtr(_self), Function = index };
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
        HostModules? modules = GCHandle.FromIntPtr(binding->Modules).Target as HostModules;
        try
        {
            HostFunction function = modules!._functions[binding->Function];
            long result = function.Call(modules._guest, new HostArguments(parameters));
            if (result == HostFunction.Leave)
                return Terminate;
            if (function.HasResult)
                results[0] = new Value { I64 = (uint)result, Type = s_i32 };
            return Success;
        }
        catch (Exception e)
        {
            modules?._guest.Keep(e);
            return Fail;
        }
    }
}
