namespace Bench.Backends.Docker;

/// <summary>What all containers of this process take at one moment.</summary>
/// <param name="Bytes">Charged to their control groups: with the page cache and the kernel's own part.</param>
/// <param name="Inside">Processes in them.</param>
/// <param name="Shims">Processes of the engine that hold on to one of them each, outside of their control groups.</param>
public sealed record ContainersUse(long Bytes, IReadOnlyList<int> Inside, IReadOnlyList<int> Shims);
