using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bench.Inference;
using Callbacks = Bench.Wasm.Wasm2cModule.Callbacks;

namespace Bench.Wasm;

/// <summary>A guest that wasm2c and clang made machine code of, inside this process. Bounds, calls and jumps are checked in that code; it is the compilers that are trusted.</summary>
public sealed unsafe class Wasm2cGuest : YoMoGuest
{
    private static readonly Callbacks* s_callbacks = Create();

    private readonly Wasm2cModule _module;
    private readonly Wasm2cInstance _instance;
    private GCHandle _self;

    /// <param name="models">What its <c>wasi_ephemeral_nn</c> knows by name; null refuses a module that imports it.</param>
    /// <exception cref="GuestFaultException">The module does not start: says why.</exception>
    public Wasm2cGuest(Wasm2cModule module, GuestLimits limits, NnModels? models = null) : base(limits, NnImports.For(module.Interface, models))
    {
        _module = module;
        if (NnImports.Fault("the module", module.Interface, models) is string fault)
            throw new GuestFaultException(GuestFault.Refused, fault);
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        byte* reason = null;
        nint guest = module.New(s_callbacks, GCHandle.ToIntPtr(_self), limits.Pages, &reason);
        _instance = new Wasm2cInstance(module, guest);
        try
        {
            if (guest == 0)
                throw new GuestFaultException(GuestFault.Refused, $"the module does not start: {Text(reason)}");
            Initialize();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private protected override void StopCode() => _module.Stop(_instance.Guest);

    private protected override long MemoryBytes
    {
        get
        {
            ulong size;
            _module.Memory(_instance.Guest, &size);
            return (long)size;
        }
    }

    private protected override bool Has(GuestFunction function) => _module.Has(function);

    private protected override string? Call(GuestFunction function, out int result)
    {
        int answer = 0;
        byte* trap = _module.Call(_instance.Guest, (int)function, &answer);
        result = answer;
        return trap == null ? null : Text(trap);
    }

    public override bool TryMemory(uint address, uint length, out Span<byte> bytes)
    {
        ulong size;
        byte* start = _module.Memory(_instance.Guest, &size);
        bool inside = (ulong)address + length <= size && length <= int.MaxValue;
        bytes = inside ? new Span<byte>(start + address, (int)length) : default;
        return inside;
    }

    private protected override void Free()
    {
        _instance.Dispose();
        _self.Free();
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static Callbacks* Create()
    {
        Callbacks* made = (Callbacks*)NativeMemory.Alloc((nuint)sizeof(Callbacks));
        *made = new Callbacks { ObserveTag = &ObserveTag, Tag = &Tag, Size = &Size, Data = &Data, Write = &Write, Nn = &Nn };
        return made;
    }

    private static Wasm2cGuest Of(nint owner) => (Wasm2cGuest)GCHandle.FromIntPtr(owner).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long ObserveTag(nint owner, uint tag)
    {
        try
        {
            Of(owner).ObserveTag(tag);
            return 0;
        }
        catch (Exception e)
        {
            return Keep(owner, e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Tag(nint owner)
    {
        try
        {
            return Of(owner).ContextTag();
        }
        catch (Exception e)
        {
            return Keep(owner, e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Size(nint owner)
    {
        try
        {
            return Of(owner).ContextSize();
        }
        catch (Exception e)
        {
            return Keep(owner, e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Data(nint owner, uint to, uint limit)
    {
        try
        {
            return Of(owner).ContextData(to, limit);
        }
        catch (Exception e)
        {
            return Keep(owner, e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Write(nint owner, uint tag, uint from, uint length)
    {
        try
        {
            return Of(owner).Write(tag, from, length);
        }
        catch (Exception e)
        {
            return Keep(owner, e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Nn(nint owner, uint function, uint* arguments)
    {
        try
        {
            Wasm2cGuest guest = Of(owner);
            NnFunction called = NnFunction.All[(int)function];
            return (long)guest.Networks!.Call(called, guest, new ReadOnlySpan<uint>(arguments, called.Parameters));
        }
        catch (Exception e)
        {
            return Keep(owner, e);
        }
    }

    private static long Keep(nint owner, Exception thrown)
    {
        if (GCHandle.FromIntPtr(owner).Target is Wasm2cGuest guest)
            guest.Pending ??= thrown;
        return -1;
    }
}
