using System.Runtime.ExceptionServices;
using Bench.Inference;
using static Bench.Wasm.WasmEdgeNative;

namespace Bench.Wasm;

/// <summary>
/// A WASI program in WasmEdge's interpreter that leaves its networks to the host. It has the process's standard streams, through the engine's own
/// WASI, and neither files nor environment; nothing limits it, as nothing limits the engine's command line.
/// </summary>
public sealed unsafe class WasmEdgeProgram : IWasmEdgeGuest, IDisposable
{
    private const uint AllOf32Bits = 65536;

    private readonly HostModules _modules;
    private readonly WasmEdgeMachine _machine;
    private readonly WasmEdgeCode? _code;
    private readonly WasmEdgeInstance? _instance;
    private readonly nint _wasi, _memory;
    private readonly WasiNn _networks;
    private readonly IWasmEdgeGuest? _outer;
    private Exception? _thrown;

    private WasmEdgeProgram(ReadOnlySpan<byte> module, IReadOnlyList<string> arguments, WasiNn networks)
    {
        _networks = networks;
        using NativeTexts texts = new(arguments);
        _wasi = WasmEdge_ModuleInstanceCreateWASI(texts.First, (uint)arguments.Count, null, 0, null, 0);
        _modules = new HostModules(NnFunctions.All, _wasi);
        _machine = new WasmEdgeMachine(AllOf32Bits, counts: false);
        _outer = HostModules.Enter(this);
        try
        {
            _code = new WasmEdgeCode(module);
            _instance = _machine.Instantiate(_modules.Store, _code);
            _memory = _instance.Memory("memory"u8);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    WasiNn IWasmEdgeGuest.Networks => _networks;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="arguments">The first is its name.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="GuestFaultException">WasmEdge is not there or refuses the module, or the program traps: says why.</exception>
    public static int Run(ReadOnlySpan<byte> module, IReadOnlyList<string> arguments, WasiNn networks)
    {
        WasmEdgeLibrary.Require();
        using WasmEdgeProgram program = new(module, arguments, networks);
        return program.RunToEnd();
    }

    bool IGuestMemory.TryMemory(uint address, uint length, out Span<byte> bytes) => WasmEdgeInstance.TryMemory(_memory, address, length, out bytes);

    public void Dispose()
    {
        HostModules.Enter(_outer);
        _instance?.Dispose();   // before the modules that it imports from
        _machine.Dispose();
        _code?.Dispose();
        _modules.Dispose();
        WasmEdge_ModuleInstanceDelete(_wasi);
    }

    void IWasmEdgeGuest.Keep(Exception thrown) => _thrown ??= thrown;

    private int RunToEnd()
    {
        nint start = _instance!.Function("_start"u8);
        if (start == 0)
            throw new GuestFaultException(GuestFault.Refused, "it is no program: it lacks the export _start");
        uint code = _machine.Invoke(start, hasResult: false, out _);
        if (_thrown is not null)
            ExceptionDispatchInfo.Throw(_thrown);
        return (code & 0xFF_FFFF) switch
        {
            Success => 0,
            Terminate => (int)WasmEdge_ModuleInstanceWASIGetExitCode(_wasi),
            _ => throw new GuestFaultException(GuestFault.Trap, WasmEdgeLibrary.Message(code)),
        };
    }
}
