using Bench.Core;

namespace Bench.Density;

/// <summary>Of instances that are processes below this one.</summary>
internal sealed class WorkerMeter : IMemoryMeter
{
    public MemoryUse Look() => new(ProcessTree.Descendants(Environment.ProcessId).Sum(ProportionalMemory.Of), 0, ProcessMeter.OwnBytes());
}
