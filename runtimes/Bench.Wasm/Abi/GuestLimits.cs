namespace Bench.Wasm;

/// <param name="MemoryBytes">Rounded down to whole pages of 64 KiB.</param>
/// <param name="CostLimit">Instructions that a call may cost, where the engine counts them.</param>
/// <param name="Deadline">Of a call; looked at every few milliseconds.</param>
public sealed record GuestLimits(long MemoryBytes, ulong CostLimit, TimeSpan Deadline)
{
    internal const int PageBytes = 65536;

    internal uint Pages => (uint)Math.Clamp(MemoryBytes / PageBytes, 1, 65536);
}
