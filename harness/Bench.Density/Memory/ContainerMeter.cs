using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Density;

/// <summary>Of containers: what the kernel charges to their control groups, the engine's process for each of them, and the rest of the engine where it is one of our own.</summary>
internal sealed class ContainerMeter(EngineSource engine) : IMemoryMeter
{
    public MemoryUse Look()
    {
        if (engine.LookAtContainers() is not ContainersUse use)
            throw new DensityFaultException(null, "the control groups of containers cannot be read: only root can give them some of their own");
        HashSet<int> apart = [.. use.Inside, .. use.Shims];
        return new MemoryUse(use.Bytes, use.Shims.Sum(ProportionalMemory.Of),
            ProcessMeter.OwnBytes() + ProcessTree.Descendants(Environment.ProcessId).Where(pid => !apart.Contains(pid)).Sum(ProportionalMemory.Of));
    }
}
