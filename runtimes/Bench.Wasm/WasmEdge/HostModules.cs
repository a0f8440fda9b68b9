using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>Functions of this process as WasmEdge wants them, in an instance for each name of a module, and the store in which modules find them.</summary>
/// <remarks>Made once for any number of guests: a call from a guest belongs to the one that this thread has <see cref="Enter"/>ed.</remarks>
internal sealed unsafe class HostModules : IDisposable
{
    /// <summary>Executors are asked for nothing but to register; no memory is made.</summary>
    private const uint AnyPages = 1;

    private static readonly ulong s_i32 = WasmEdge_ValTypeGenI32();
    private static readonly ulong s_i64 = WasmEdge_ValTypeGenI64();
    private static readonly Lazy<HostModules> s_ofStreamFunctions = new(static () => new HostModules(HostFunctions.All));

    [ThreadStatic] private static IWasmEdgeGuest? t_guest;

    private readonly List<nint> _modules = [];
    private readonly List<GCHandle> _functions = [];

    /// <param name="more">Module instances of somebody else, to be found too; they must outlive this.</param>
    internal HostModules(IReadOnlyList<HostFunction> functions, params IEnumerable<nint> more)
    {
        Store = WasmEdge_StoreCreate();
        foreach (IGrouping<string, HostFunction> module in functions.GroupBy(static one => one.Import.Module))
        {
            nint made = WithText(module.Key, static name => WasmEdge_ModuleInstanceCreate(name));
            _modules.Add(made);
            foreach (HostFunction function in module)
                Add(made, function);
        }
        using WasmEdgeMachine machine = new(AnyPages, counts: false);
        foreach (nint module in _modules.Concat(more))
            machine.Register(Store, module);
    }

    /// <summary>All that a stream function can import, for as long as this process lives.</summary>
    internal static HostModules OfStreamFunctions => s_ofStreamFunctions.Value;

    internal nint Store { get; }

    /// <summary>From here on this thread runs code of that guest.</summary>
    /// <returns>The guest whose code it ran before, to be entered again afterwards; a function of the host may have called another guest.</returns>
    internal static IWasmEdgeGuest? Enter(IWasmEdgeGuest? guest)
    {
        IWasmEdgeGuest? outer = t_guest;
        t_guest = guest;
        return outer;
    }

    /// <summary>Behind all instances that import from it.</summary>
    public void Dispose()
    {
        WasmEdge_StoreDelete(Store);
        foreach (nint module in _modules)
            WasmEdge_ModuleInstanceDelete(module);
        foreach (GCHandle function in _functions)
            function.Free();
        _modules.Clear();
        _functions.Clear();
    }

    private static nint WithText(string text, Func<Text, nint> use)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\0");
        fixed (byte* start = bytes)
            return use(new Text { Length = (uint)bytes.Length - 1, Bytes = start });
    }

    private void Add(nint module, HostFunction function)
    {
        GCHandle self = GCHandle.Alloc(function);
        _functions.Add(self);
        ulong* types = stackalloc ulong[16];
        uint count = 0;
        foreach (string parameter in function.Parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries))
            types[count++] = parameter == "i64" ? s_i64 : s_i32;
        ulong result = s_i32;
        nint type = WasmEdge_FunctionTypeCreate(types, count, &result, function.HasResult ? 1u : 0u);
        // Cost 0: instructions alone are counted.
        nint instance = WasmEdge_FunctionInstanceCreate(type, &Call, GCHandle.ToIntPtr(self), 0);
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
        IWasmEdgeGuest? guest = t_guest;
        try
        {
            HostFunction function = (HostFunction)GCHandle.FromIntPtr(data).Target!;
            long result = function.Call(guest!, new HostArguments(parameters));
            if (result == HostFunction.Leave)
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
