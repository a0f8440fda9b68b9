using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bench.Y3.Generator;

internal static class Symbols
{
    /// <summary>Null where the symbol does not have the attribute.</summary>
    internal static AttributeData? Find(this ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(one => one.AttributeClass?.IsCalled(attribute) == true);

    /// <summary>Where the attribute stands.</summary>
    internal static Location Where(this AttributeData attribute, CancellationToken ct) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(ct).GetLocation() ?? Location.None;

    internal static string FullName(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The name as C# wants it.</summary>
    internal static string Escaped(this ISymbol symbol) =>
        SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : $"@{symbol.Name}";

    /// <param name="name">Namespace and metadata name: <c>System.Collections.Generic.List`1</c>.</param>
    internal static bool IsCalled(this INamedTypeSymbol type, string name) =>
        name.EndsWith(type.MetadataName, StringComparison.Ordinal) && type.ContainingType is null && $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}" == name;

    /// <summary>The member's id, or null where the attribute has none because its argument does not compile.</summary>
    internal static int? Id(this AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is int id ? id : null;

    /// <summary>Whether the type has the generated methods, or its own.</summary>
    internal static bool IsRecordType(this ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.OfType<INamedTypeSymbol>().Any(one => IsInterfaceOf(one, parameter)),
        INamedTypeSymbol named => named.Find(Names.RecordAttribute) is not null
            || (named.AllInterfaces.Any(one => IsInterfaceOf(one, named)) && !named.GetMembers("Read").IsEmpty && !named.GetMembers("Write").IsEmpty),
        _ => false,
    };

    private static bool IsInterfaceOf(INamedTypeSymbol one, ITypeSymbol type) =>
        one.OriginalDefinition.IsCalled(Names.RecordInterface) && SymbolEqualityComparer.Default.Equals(one.TypeArguments[0], type);
}
