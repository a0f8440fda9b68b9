using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Bench.Y3.Generator;

/// <summary>Implements <c>IY3Record</c> for every <c>[Y3Record]</c> that is without faults; those are told by <see cref="Y3RecordAnalyzer"/>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class Y3RecordGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<RecordModel> records = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Names.RecordAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, ct) => RecordParser.Parse((INamedTypeSymbol)found.TargetSymbol, report: null, ct))
            .Where(static record => record is not null)
            .Select(static (record, _) => record!);
        context.RegisterSourceOutput(records, static (output, record) =>
            output.AddSource(record.HintName, SourceText.From(RecordCode.Of(record), Encoding.UTF8)));
    }
}
