using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Bench.Inference;

namespace Bench.Wasm;

/// <summary>
/// A WASI program that wasm2c and clang made machine code of (runtimes/wasm2c/program.h), and that leaves its networks to the host. It has the
/// process's standard streams, and neither files nor environment.
/// </summary>
public sealed unsafe class Wasm2cProgram : IGuestMemory
{
    /// <summary>What the library's build lets a program's calls take, and what this side needs: so deep recursion is a trap and no overflow.</summary>
    private const int StackBytes = (65536 * 4096) + (1 << 20);

    private readonly delegate* unmanaged[Cdecl]<byte**, byte**, delegate* unmanaged[Cdecl]<nint, uint, uint*, long>, nint, byte**, long> _run;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<ulong*, byte*> _memory;
    private readonly WasiNn _networks;
    private Exception? _thrown;

    private Wasm2cProgram(nint library, WasiNn networks)
    {
        _networks = networks;
        _run = (delegate* unmanaged[Cdecl]<byte**, byte**, delegate* unmanaged[Cdecl]<nint, uint, uint*, long>, nint, byte**, long>)NativeLibrary.GetExport(library, "program_run");
        _memory = (delegate* unmanaged[Cdecl, SuppressGCTransition]<ulong*, byte*>)NativeLibrary.GetExport(library, "program_memory");
    }

    /// <summary>Runs a program to its end, once a process.</summary>
    /// <param name="library">Its code runs in this process.</param>
    /// <param name="arguments">The first is its name.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="GuestFaultException">The library cannot be loaded, or the program traps: says why.</exception>
    public static int Run(string library, IReadOnlyList<string> arguments, WasiNn networks)
    {
        Wasm2cProgram program;
        try
        {
            program = new Wasm2cProgram(NativeLibrary.Load(Path.GetFullPath(library)), networks);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new GuestFaultException(GuestFault.Refused, $"{Path.GetFileName(library)} cannot be loaded: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        long code = 0;
        string? trap = null;
        Thread thread = new(() => code = program.RunToEnd(arguments, out trap), StackBytes);
        thread.Start();
        thread.Join();
        if (program._thrown is not null)
            ExceptionDispatchInfo.Throw(program._thrown);
        return trap is null ? (int)code : throw new GuestFaultException(GuestFault.Trap, trap);
    }

    bool IGuestMemory.TryMemory(uint address, uint length, out Span<byte> bytes)
    {
        ulong size;
        byte* start = _memory(&size);
        bool inside = (ulong)address + length <= size && length <= int.MaxValue;
        bytes = inside ? new Span<byte>(start + address, (int)length) : default;
        return inside;
    }

    private long RunToEnd(IReadOnlyList<string> arguments, out string? trap)
    {
        using NativeTexts texts = new(arguments), none = new([]);
        GCHandle self = GCHandle.Alloc(this);
        byte* reason = null;
        long code = _run(texts.First, none.First, &Nn, GCHandle.ToIntPtr(self), &reason);
        self.Free();
        trap = Marshal.PtrToStringUTF8((nint)reason);
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Nn(nint owner, uint function, uint* arguments)
    {
        Wasm2cProgram program = (Wasm2cProgram)GCHandle.FromIntPtr(owner).Target!;
        try
        {
            NnFunction called = NnFunction.All[(int)function];
            return (long)program._networks.Call(called, program, new ReadOnlySpan<uint>(arguments, called.Parameters));
        }
        catch (Exception e)
        {
            program._thrown ??= e;
            return -1;
        }
    }
}
