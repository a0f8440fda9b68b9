using Bench.Core;

namespace Bench.Fuzz;

/// <summary>One input, watched: what it throws and what it allocates.</summary>
internal static class Examination
{
    /// <returns>Null if there is nothing to say against it.</returns>
    internal static FuzzFinding? Of(IFuzzTarget target, ReadOnlyMemory<byte> input, ulong choices, long index)
    {
        (string Kind, string Message)? fault = Fault(target, input, choices);
        // Again, because whatever runs for the first time may fill a cache or a pool.
        if (fault is { Kind: Allocation })
            fault = Fault(target, input, choices);
        return fault is null ? null : new FuzzFinding(index, fault.Value.Kind, fault.Value.Message, input.ToArray(), choices);
    }

    internal const string Allocation = "allocation";

    private static (string Kind, string Message)? Fault(IFuzzTarget target, ReadOnlyMemory<byte> input, ulong choices)
    {
        SplitMix random = new(choices);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Examine(input, random);
        }
        catch (FuzzFault fault)
        {
            return (fault.Rule, fault.Message);
        }
        catch (Exception thrown)
        {
            return (thrown.GetType().FullName!, thrown.ToString());
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long allowed = target.Limit.Of(input.Length);
        return allocated <= allowed ? null : (Allocation, $"allocated {allocated} bytes; {allowed} are allowed ({target.Limit.Base}, and {target.Limit.PerByte} for each byte of the input)");
    }
}
