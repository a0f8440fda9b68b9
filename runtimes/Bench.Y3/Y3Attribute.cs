namespace Bench.Y3;

/// <summary>Makes a property a member of its <see cref="Y3RecordAttribute">record</see>. On a parameter of a positional record: <c>[property: Y3(0x11)]</c>.</summary>
/// <param name="id">Sequence id of the member's packet: 0x01 to 0x3F, each once in a record. The codec of YoMo refuses those below 0x10.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class Y3Attribute(int id) : Attribute
{
    public int Id { get; } = id;
}
