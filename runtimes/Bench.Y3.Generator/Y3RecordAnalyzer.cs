using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Bench.Y3.Generator;

/// <summary>Tells what is wrong with a <c>[Y3Record]</c>. Not the generator does: what an analyzer tells can be silenced by a pragma.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class Y3RecordAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Diagnostics.TagOutOfRange, Diagnostics.TagUsedTwice, Diagnostics.UnsupportedType, Diagnostics.NotPartial, Diagnostics.NotSettable,
        Diagnostics.CannotBeMade, Diagnostics.ContainsItself, Diagnostics.NameTaken, Diagnostics.ReservedTag, Diagnostics.NoRecord,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.Find(Names.RecordAttribute) is not null)
            RecordParser.Parse(type, context.ReportDiagnostic, context.CancellationToken);
        else if (type.GetMembers().OfType<IPropertySymbol>().Select(static one => one.Find(Names.MemberAttribute)).FirstOrDefault(static one => one is not null) is { } member)
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NoRecord, member.Where(context.CancellationToken), type.Name));
    }
}
