namespace Bench.Density;

/// <summary>Looks at what all instances of this process take together.</summary>
internal interface IMemoryMeter
{
    /// <exception cref="DensityFaultException">The system does not show it.</exception>
    MemoryUse Look();
}
