using Bench.Inference;
using Bench.Wasm;

namespace Bench.NnHost;

/// <summary>Runs one WASI program that leaves its networks to the host: backends of the matrix whose names end in -nn are this program.</summary>
internal static class Program
{
    private const int ExitUsage = 2;
    private const int ExitCannotStart = 1;
    private const int ExitTrap = 134;   // as of a native program that aborts, and of the other engines

    private static int Main(string[] args)
    {
        if (args is not [string engine and ("interpreter" or "wasm2c"), string models, string program, .. string[] arguments])
        {
            Console.Error.WriteLine("usage: Bench.NnHost interpreter|wasm2c MODELS PROGRAM [ARGUMENT…]");
            return ExitUsage;
        }
        try
        {
            if (OnnxRuntime.Missing is string missing)
                throw new OnnxException(missing);
            using NnModels named = NnModels.InFoldersOf(models);
            string[] command = [Path.GetFileName(program), .. arguments];
            // The program is one of this machine's own: it may bring models too.
            using WasiNn networks = new(named, NnLimits.OwnModels);
            int code = engine == "wasm2c"
                ? Wasm2cProgram.Run(program, command, networks)
                : WasmEdgeProgram.Run(File.ReadAllBytes(program), command, networks);
            if (code != 0 && networks.LastError is string error)
                Console.Error.WriteLine(error);
            return code;
        }
        catch (GuestFaultException e) when (e.Fault == GuestFault.Trap)
        {
            Console.Error.WriteLine($"trap: {e.Message}");
            return ExitTrap;
        }
        catch (Exception e) when (e is GuestFaultException or OnnxException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCannotStart;
        }
    }
}
