namespace Bench.Y3;

/// <summary>How integer values are encoded. The wire does not say: both ends must agree.</summary>
public enum Y3Integers
{
    /// <summary>The fewest bytes of the two's complement: y3 1.0.2 and later, YoMo 1.5 and later.</summary>
    NVarInt,

    /// <summary>Groups of seven bits: y3-codec-golang, y3 1.0.0, YoMo up to 1.4.</summary>
    PVarInt,
}
