namespace Bench.Fleet;

/// <summary>What is known of a fleet before it is ordered. What is null is not part of the forecast.</summary>
public sealed record ForecastInput
{
    public required int Machines { get; init; }

    /// <summary>Of the suite, on the slowest machine.</summary>
    public required TimeSpan Measuring { get; init; }

    /// <summary>Of a node, before and behind its measuring: the container's start, what is compiled there, the last rows.</summary>
    public TimeSpan Overhead { get; init; }

    /// <summary>Of one machine; above 0.</summary>
    public double? FailuresPerHour { get; init; }

    /// <summary>Of one machine, in whatever currency.</summary>
    public double? PricePerHour { get; init; }

    /// <summary>That a node sends to the caller.</summary>
    public long? BytesPerNode { get; init; }

    /// <summary>Of the image as it is pulled; null where the nodes have it.</summary>
    public long? ImageBytes { get; init; }

    public int Registries { get; init; } = 1;

    /// <summary>Bytes in a second that one registry sends.</summary>
    public double? RegistryBandwidth { get; init; }

    /// <summary>Bytes in a second that one node receives.</summary>
    public double? NodeBandwidth { get; init; }

    /// <summary>Bytes in a second that the caller receives.</summary>
    public double? CallerBandwidth { get; init; }
}
