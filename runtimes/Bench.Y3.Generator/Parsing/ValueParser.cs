using Microsoft.CodeAnalysis;

namespace Bench.Y3.Generator;

/// <summary>Finds the Y3 form of a member's type.</summary>
internal static class ValueParser
{
    private const string Collections = "System.Collections";

    /// <param name="reason">Why there is none.</param>
    /// <returns>Null where there is none.</returns>
    internal static ValueModel? Parse(ITypeSymbol type, out string reason)
    {
        reason = "";
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return Parse(nullable.TypeArguments[0], out reason) is { } value ? value with { IsNullableValue = true } : null;
        bool isNullable = type.NullableAnnotation == NullableAnnotation.Annotated && !type.IsValueType;
        if (One(type) is { } one)
            return one with { IsNullableReference = isNullable };
        (Shape shape, ITypeSymbol? item) = Slice(type);
        if (item is null)
        {
            reason = $"a bool, a number of up to 64 bits, an enum, string, byte[], ReadOnlyMemory<byte>, a [Y3Record], or T[], IReadOnlyList<T>, List<T> or ImmutableArray<T> of these can, not {type.ToDisplayString()}";
            return null;
        }
        if (item.SpecialType == SpecialType.System_Byte)
            reason = "bytes are byte[] or ReadOnlyMemory<byte>";
        else if (item.NullableAnnotation == NullableAnnotation.Annotated)
            reason = "an item of a slice cannot be absent, and so not null";
        else if (One(item) is { } value)
            return value with { Shape = shape, IsNullableReference = isNullable };
        else
            reason = Slice(item).Item is null ? $"{item.ToDisplayString()} has no Y3 form" : "an item of a slice cannot be a slice";
        return null;
    }

    private static ValueModel? One(ITypeSymbol type)
    {
        string name = type.WithNullableAnnotation(NullableAnnotation.None).FullName();
        if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying })
            return Number(underlying) is { } wire ? new ValueModel(wire, Shape.One, name, IsEnum: true) : null;
        if (Number(type) is { } number)
            return new ValueModel(number, Shape.One, name);
        return type switch
        {
            { SpecialType: SpecialType.System_String } => new ValueModel(Wire.String, Shape.One, name),
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => new ValueModel(Wire.Bytes, Shape.One, "byte[]"),
            INamedTypeSymbol { Arity: 1 } memory when memory.OriginalDefinition.IsCalled("System.ReadOnlyMemory`1") && memory.TypeArguments[0].SpecialType == SpecialType.System_Byte =>
                new ValueModel(Wire.Bytes, Shape.One, name),
            _ when type.IsRecordType() => new ValueModel(Wire.Record, Shape.One, name, IsStruct: type.IsValueType),
            _ => null,
        };
    }

    private static Wire? Number(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Wire.Bool,
        SpecialType.System_SByte => Wire.SByte,
        SpecialType.System_Byte => Wire.Byte,
        SpecialType.System_Int16 => Wire.Int16,
        SpecialType.System_UInt16 => Wire.UInt16,
        SpecialType.System_Int32 => Wire.Int32,
        SpecialType.System_UInt32 => Wire.UInt32,
        SpecialType.System_Int64 => Wire.Int64,
        SpecialType.System_UInt64 => Wire.UInt64,
        SpecialType.System_Single => Wire.Single,
        SpecialType.System_Double => Wire.Double,
        _ => null,
    };

    private static (Shape Shape, ITypeSymbol? Item) Slice(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => (Shape.Array, array.ElementType),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IReadOnlyList_T } list => (Shape.ReadOnlyList, list.TypeArguments[0]),
        INamedTypeSymbol { Arity: 1 } list when list.OriginalDefinition.IsCalled($"{Collections}.Generic.List`1") => (Shape.List, list.TypeArguments[0]),
        INamedTypeSymbol { Arity: 1 } list when list.OriginalDefinition.IsCalled($"{Collections}.Immutable.ImmutableArray`1") => (Shape.ImmutableArray, list.TypeArguments[0]),
        _ => (Shape.One, null),
    };
}
