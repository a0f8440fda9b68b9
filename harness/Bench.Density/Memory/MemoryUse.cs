namespace Bench.Density;

/// <summary>What many instances and all around them take, in bytes.</summary>
/// <param name="Instances">Of the instances themselves; of a host in this process all of this process.</param>
/// <param name="Shims">Of the container engine's processes that hold on to a container each.</param>
/// <param name="Host">Of the process that talks to them and, of containers, of the engine.</param>
internal readonly record struct MemoryUse(long Instances, long Shims, long Host)
{
    internal long Whole => Instances + Shims + Host;
}
