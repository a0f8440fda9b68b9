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
    private const string Start = "_start";

    private readonly HostModules _modules;
    private readonly WasmEdgeMachine _machine;
    private readonly nint _wasi, _memory;
    private readonly WasiNn _networks;
    private Exception? _thrown;

    private WasmEdgeProgram(ReadOnlySpan<byte> module, IReadOnlyList<string> arguments, WasiNn networks)
    {
        const uint AllOf32Bits = 65536;
        _networks = networks;
        _modules = new HostModules(this, NnFunctions.All);
        _machine = new WasmEdgeMachine(AllOf32Bits, counts: false);
        using NativeTexts texts = new(arguments);
        _wasi = WasmEdge_ModuleInstanceCreateWASI(texts.First, (uint)arguments.Count, null, 0, null, 0);
        try
        {
            _machine.Register(_wasi);
            foreach (nint host in _modules.All)
                _machine.Register(host);
            _machine.Instantiate(module);
            _memory = _machine.Memory(YoMoAbi.Memory);
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

    bool IGuestMemory.TryMemory(uint address, uint length, out Span<byte> bytes) => WasmEdgeMachine.TryMemory(_memory, address, length, out bytes);

    public void Dispose()
    {
        _machine.Dispose();   // before the modules that it imports from
        WasmEdge_ModuleInstanceDelete(_wasi);
        _modules.Dispose();
    }

    void IWasmEdgeGuest.Keep(Exception thrown) => _thrown ??= thrown;

    private int RunToEnd()
    {
        nint start = _machine.Function(Start);
        if (start == 0)
            throw new GuestFaultException(GuestFault.Refused, $"it is no program: it lacks the export {Start}");
        uint code = WasmEdge_ExecutorInvoke(_machine.Executor, start, null, 0, null, 0);
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
