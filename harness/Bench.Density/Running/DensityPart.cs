namespace Bench.Density;

/// <summary>What one fresh process of ours does: each begins with a memory and a host that nothing was started in.</summary>
public enum DensityPart
{
    /// <summary>Builds instances up, and calls them.</summary>
    Ramp,

    /// <summary>Starts many at once.</summary>
    Storm,
}
