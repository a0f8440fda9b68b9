namespace Bench.Y3.Generator;

/// <summary>The type of a member.</summary>
/// <param name="Type">Of the value, or of one item; without the question mark.</param>
/// <param name="IsEnum">Then <see cref="Wire"/> is that of the underlying type.</param>
/// <param name="IsStruct">Of a record: whether it cannot be null.</param>
/// <param name="IsNullableReference">Annotated with a question mark, and a reference type.</param>
/// <param name="IsNullableValue">A <see cref="Nullable{T}"/>.</param>
internal sealed record ValueModel(
    Wire Wire, Shape Shape, string Type, bool IsEnum = false, bool IsStruct = false, bool IsNullableReference = false, bool IsNullableValue = false)
{
    public bool IsNullable => IsNullableReference || IsNullableValue;

    public bool IsSlice => Shape != Shape.One;

    /// <summary>Whether it is loaded by the reader's head.</summary>
    public bool IsNumber => Wire < Wire.String;

    /// <summary>Whether an int32 on the wire is more than the type holds.</summary>
    public bool IsNarrow => Wire is Wire.SByte or Wire.Byte or Wire.Int16 or Wire.UInt16;

    /// <summary>Whether bytes are an array, not a <c>ReadOnlyMemory</c>.</summary>
    public bool IsArrayOfBytes => Wire == Wire.Bytes && Type == "byte[]";
}
