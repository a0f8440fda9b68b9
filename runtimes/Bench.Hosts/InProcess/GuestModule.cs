using Bench.Wasm;

namespace Bench.Hosts;

/// <summary>Reads a module for a host in this process.</summary>
internal static class GuestModule
{
    /// <exception cref="Streaming.FunctionFaultException">It is no module, or damaged.</exception>
    internal static WasmInterface Read(string name, byte[] module)
    {
        try
        {
            return WasmInterface.Read(name, module);
        }
        catch (InvalidDataException e)
        {
            throw FunctionFile.Refused(e.Message, e);
        }
    }
}
