namespace Bench.Streaming;

/// <summary>What messages hold. Numbers are big-endian, as YoMo's primitives are.</summary>
public enum PayloadKind
{
    /// <summary>8 bytes.</summary>
    F64,

    /// <summary>4 bytes.</summary>
    F32,

    /// <summary>Any.</summary>
    Bytes,

    /// <summary>A reading of a sensor, noise with time and place; functions take the noise, a <see cref="F32"/>.</summary>
    Sensor,
}
