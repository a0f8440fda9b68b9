using Bench.Core;

namespace Bench.Density;

/// <summary>Of instances in this process: all of it is theirs, because it was started for nothing else.</summary>
internal sealed class ProcessMeter : IMemoryMeter
{
    public MemoryUse Look() => new(OwnBytes(), 0, 0);

    /// <exception cref="DensityFaultException">The kernel does not show it.</exception>
    internal static long OwnBytes()
    {
        // What waits to be collected is no instance's.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return ProportionalMemory.Of(Environment.ProcessId) is > 0 and long bytes ? bytes
            : throw new DensityFaultException(null, "/proc/self/smaps_rollup cannot be read: without it shared memory would count many times");
    }
}
