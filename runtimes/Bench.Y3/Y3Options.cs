namespace Bench.Y3;

/// <summary>What both ends agree on, and what a reader accepts from strangers.</summary>
public sealed record Y3Options
{
    public static readonly Y3Options Default = new();

    public Y3Integers Integers { get; init; } = Y3Integers.NVarInt;

    /// <summary>Nodes within nodes; the outermost packets are at depth 0.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Bytes of one value, nodes included; at least 63, the longest that one byte can say. A packet that claims more is a fault before a byte of it was waited for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 63.</exception>
    public int MaxLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Y3Header.OneByteLengths - 1);
            field = value;
        }
    } = 16 * 1024 * 1024;
}
