namespace Bench.Y3.Generator;

/// <param name="Name">As it is written in C#, with an @ where it is a keyword.</param>
/// <param name="Id">1 to 63.</param>
/// <param name="Parameter">Of the constructor; null in the other roles.</param>
/// <param name="Default">Literal of a parameter's default value; null where it is what is left anyway: 0, an empty string, an empty slice.</param>
/// <param name="OmitsEmpty">Whether an absent packet says the same as an empty one, of a string or of bytes.</param>
internal sealed record MemberModel(string Name, int Id, ValueModel Value, Role Role, string? Parameter, string? Default, bool OmitsEmpty)
{
    internal const int NodeBit = 0x80;

    private const int SliceBit = 0x40;

    /// <summary>First byte of the member's packet.</summary>
    public int Tag => Value.IsSlice ? NodeBit | SliceBit | Id : Value.Wire == Wire.Record ? NodeBit | Id : Id;

    /// <summary>The name as a part of other names.</summary>
    public string BareName => Name.TrimStart('@');

    /// <summary>Whether the value alone does not say if it was read.</summary>
    public bool NeedsSeen => Role is Role.Assigned or Role.Accessor || Value.IsNullableValue;
}
