namespace Bench.Y3;

/// <summary>First byte of a packet: bit 7 says that its value is packets (a node), bit 6 that these are the items of a slice, bits 5 to 0 are the sequence id.</summary>
public readonly record struct Y3Tag(byte Value)
{
    public const int MaxId = 0x3F;

    internal const byte NodeBit = 0x80, SliceBit = 0x40;

    /// <summary>0 to 63; items of a slice have 0.</summary>
    public int Id => Value & MaxId;

    /// <summary>Whether the value is packets; also true for a slice, as far as its writer set the bit.</summary>
    public bool IsNode => (Value & NodeBit) != 0;

    public bool IsSlice => (Value & SliceBit) != 0;

    /// <exception cref="ArgumentOutOfRangeException">The id is not from 0 to 63.</exception>
    public static Y3Tag Primitive(int id) => new(Checked(id));

    /// <inheritdoc cref="Primitive"/>
    public static Y3Tag Node(int id) => new((byte)(NodeBit | Checked(id)));

    /// <summary>A slice is a node too: <c>C0</c> with the id.</summary>
    /// <inheritdoc cref="Primitive"/>
    public static Y3Tag Slice(int id) => new((byte)(NodeBit | SliceBit | Checked(id)));

    public override string ToString() => $"0x{Value:X2}";

    private static byte Checked(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, MaxId);
        return (byte)id;
    }
}
