using System.Buffers.Binary;
using System.Text;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>The project's functions as C# methods, what the guests of workloads/functions are compared with.</summary>
internal static class BuiltInFunctions
{
    internal const byte Observed = 0x33;

    private const byte Reply = 0x34;

    /// <exception cref="UsageException">There is none of that name.</exception>
    internal static Func<IFunctionHost> Find(string name) => name switch
    {
        "triple" => StreamFunctionOptions.From(Triple),
        "upper" => StreamFunctionOptions.From(Upper),
        _ => throw Names.Unknown("delegate", name, ["triple", "upper"]),
    };

    // The width of the value says whether it is single or double precision, and stays.
    private static void Triple(FunctionCall call)
    {
        Span<byte> reply = stackalloc byte[sizeof(double)];
        ReadOnlySpan<byte> data = call.Data.Span;
        switch (data.Length)
        {
            case sizeof(float):
                BinaryPrimitives.WriteSingleBigEndian(reply, 3 * BinaryPrimitives.ReadSingleBigEndian(data));
                break;
            case sizeof(double):
                BinaryPrimitives.WriteDoubleBigEndian(reply, 3 * BinaryPrimitives.ReadDoubleBigEndian(data));
                break;
            default:
                throw new FunctionFaultException(FunctionFault.Trap, $"{data.Length} bytes are no number of 4 or 8");
        }
        call.Reply(Reply, reply[..data.Length]);
    }

    private static void Upper(FunctionCall call)
    {
        Span<byte> upper = call.Data.Length <= 1024 ? stackalloc byte[call.Data.Length] : new byte[call.Data.Length];
        Ascii.ToUpper(call.Data.Span, upper, out int written);
        if (written < upper.Length)
            throw new FunctionFaultException(FunctionFault.Trap, "not ASCII");
        call.Reply(Reply, upper);
    }
}
