namespace Bench.Workloads;

/// <summary>Fields of a message in the order in which they are sent, but for where it begins.</summary>
internal enum SensorField
{
    Device,
    Sequence,
    Time,
    Location,
    Noise,
    Temperature,
    Alarm,
    Samples,
    Note,

    /// <summary>One that the decoders do not know.</summary>
    Firmware,
}
