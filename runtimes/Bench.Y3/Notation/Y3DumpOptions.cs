namespace Bench.Y3;

/// <summary>How <see cref="Y3Dump"/> shows messages.</summary>
public sealed record Y3DumpOptions
{
    public Y3Integers Integers { get; init; } = Y3Integers.NVarInt;

    /// <summary>Bytes shown of a value; at least 0.</summary>
    public int MaxBytes { get; init; } = 16;

    /// <summary>Offsets in decimal rather than hexadecimal digits.</summary>
    public bool DecimalOffsets { get; init; }

    /// <summary>With the escape sequences of a terminal.</summary>
    public bool Colours { get; init; }

    /// <summary>Nodes within nodes; deeper is a fault, as it is for readers.</summary>
    public int MaxDepth { get; init; } = Y3Options.Default.MaxDepth;

    /// <summary>As a dump shows it.</summary>
    public string Offset(long offset) => DecimalOffsets ? $"{offset}" : $"0x{offset:X4}";
}
