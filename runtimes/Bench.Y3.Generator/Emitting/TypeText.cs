namespace Bench.Y3.Generator;

/// <summary>Types as the code names them.</summary>
internal static class TypeText
{
    /// <summary>Of the property.</summary>
    internal static string OfProperty(ValueModel value) => OfValue(value) + (value.IsNullable ? "?" : "");

    /// <summary>Of the property, without the question mark.</summary>
    internal static string OfValue(ValueModel value) => value.Shape switch
    {
        Shape.Array => $"{value.Type}[]",
        Shape.List => $"global::System.Collections.Generic.List<{value.Type}>",
        Shape.ReadOnlyList => $"global::System.Collections.Generic.IReadOnlyList<{value.Type}>",
        Shape.ImmutableArray => $"global::System.Collections.Immutable.ImmutableArray<{value.Type}>",
        _ => value.Type,
    };

    /// <summary>Of what holds the value until the record is made: null or default as long as it was not read.</summary>
    internal static string OfStorage(ValueModel value) => value switch
    {
        { Shape: Shape.ImmutableArray } => OfValue(value),
        { Shape: Shape.ReadOnlyList } => $"{value.Type}[]?",
        { IsSlice: true } => $"{OfValue(value)}?",
        { Wire: Wire.Record, IsStruct: true } or { IsNumber: true } => OfItem(value),
        _ => $"{OfItem(value)}?",
    };

    /// <summary>Of one value as the reader gives it: an enum is its number.</summary>
    internal static string OfItem(ValueModel value) => value.Wire switch
    {
        Wire.Bool => "bool",
        Wire.SByte => "sbyte",
        Wire.Byte => "byte",
        Wire.Int16 => "short",
        Wire.UInt16 => "ushort",
        Wire.Int32 => "int",
        Wire.UInt32 => "uint",
        Wire.Int64 => "long",
        Wire.UInt64 => "ulong",
        Wire.Single => "float",
        Wire.Double => "double",
        Wire.String => "string",
        Wire.Bytes => "byte[]",
        _ => value.Type,
    };
}
