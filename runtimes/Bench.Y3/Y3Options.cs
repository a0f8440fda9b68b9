namespace Bench.Y3;

/// <summary>What both ends agree on, and what a reader accepts from strangers.</summary>
public sealed record Y3Options
{
    public static readonly Y3Options Default = new();

    public Y3Integers Integers { get; init; } = Y3Integers.NVarInt;

    /// <summary>Nodes within nodes; the outermost packets are at depth 0.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Bytes of one value, nodes included. A packet that claims more is a fault before a byte of it was waited for.</summary>
    public int MaxLength { get; init; } = 16 * 1024 * 1024;
}
