using Microsoft.CodeAnalysis;

namespace Bench.Y3.Generator;

/// <summary>Records in records that would have to go on for ever, because none of them may be null.</summary>
internal static class Cycle
{
    /// <summary>Whether every value of the property holds a value of the type.</summary>
    internal static bool LeadsTo(IPropertySymbol property, INamedTypeSymbol type, HashSet<ITypeSymbol>? seen = null)
    {
        seen ??= new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        if (property.NullableAnnotation != NullableAnnotation.NotAnnotated || property.Type.Find(Names.RecordAttribute) is null || !seen.Add(property.Type.OriginalDefinition))
            return false;
        return SymbolEqualityComparer.Default.Equals(property.Type.OriginalDefinition, type.OriginalDefinition)
            || property.Type.GetMembers().OfType<IPropertySymbol>().Any(inner => inner.Find(Names.MemberAttribute) is not null && LeadsTo(inner, type, seen));
    }
}
