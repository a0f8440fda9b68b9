using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Bench.Y3.Generator;

/// <summary>What a member is where its packet is absent.</summary>
/// <param name="Exists">Whether the type itself gives a value, one that only running it tells.</param>
/// <param name="IsEmpty">Whether that is an empty string or no bytes.</param>
/// <param name="Literal">A parameter's default; null where it is what is left anyway.</param>
internal readonly record struct PropertyDefault(bool Exists, bool IsEmpty, string? Literal)
{
    internal static PropertyDefault Of(IParameterSymbol parameter, ValueModel value)
    {
        if (!parameter.HasExplicitDefaultValue)
            return new PropertyDefault(Exists: false, IsEmpty: true, Literal: null);
        object? constant = parameter.ExplicitDefaultValue;
        if (constant is null)
            return new PropertyDefault(Exists: true, IsEmpty: false, parameter.Type.IsValueType || value.IsNullable ? null : "null!");
        string literal = Literals.Of(constant);
        bool isNatural = !value.IsNullable && literal is "0" or "0F" or "0D" or "false";
        return new PropertyDefault(Exists: true, IsEmpty: constant is "", isNatural ? null : literal);
    }

    internal static PropertyDefault Of(IPropertySymbol property, IMethodSymbol constructor, CancellationToken ct)
    {
        // The other part of a partial property has accessors with bodies, and a field behind such ones may have an initialiser.
        bool runs = property.IsPartialDefinition || constructor.DeclaringSyntaxReferences.Any(one => one.GetSyntax(ct) is ConstructorDeclarationSyntax);
        ExpressionSyntax? initializer = null;
        foreach (SyntaxReference reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(ct) is not PropertyDeclarationSyntax declaration)
                continue;
            initializer ??= declaration.Initializer?.Value;
            runs |= declaration.AccessorList?.Accessors.Any(static one => one.Body is not null || one.ExpressionBody is not null) == true;
        }
        return new PropertyDefault(runs || initializer is not null, !runs && (initializer is null || IsNothing(initializer)), Literal: null);
    }

    private static bool IsNothing(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Token.ValueText.Length == 0,
        CollectionExpressionSyntax collection => collection.Elements.Count == 0,
        MemberAccessExpressionSyntax member => member.ToString() is "string.Empty" or "String.Empty",
        _ => false,
    };
}
