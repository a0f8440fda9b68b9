using System.Collections.Immutable;
using Bench.Y3.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Bench.Tests;

/// <summary>Source text, compiled in memory with the generator and the analyzer.</summary>
internal static class Compiled
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp13, DocumentationMode.Parse);

    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':').Select(static file => MetadataReference.CreateFromFile(file))];

    internal static CSharpCompilation Of(params string[] sources) => Of(NullableContextOptions.Enable, sources);

    internal static CSharpCompilation Of(NullableContextOptions nullable, params string[] sources) => CSharpCompilation.Create(
        "Compiled",
        sources.Select(static source => Tree($"using System; using System.Collections.Generic; using Bench.Y3;\n{source}")),
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable));

    internal static SyntaxTree Tree(string source) => CSharpSyntaxTree.ParseText(source, s_parse);

    /// <param name="steps">Whether the result says what of it was done again.</param>
    internal static GeneratorDriver Driver(bool steps = false) => CSharpGeneratorDriver.Create(
        [new Y3RecordGenerator().AsSourceGenerator()], parseOptions: s_parse, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: steps));

    /// <summary>The generated files by their names.</summary>
    internal static IReadOnlyDictionary<string, string> Files(CSharpCompilation compilation) =>
        Driver().RunGenerators(compilation).GetRunResult().Results.Single().GeneratedSources.ToDictionary(static one => one.HintName, static one => one.SourceText.ToString());

    /// <summary>What the analyzer finds, in the order of the source; without what a pragma or an attribute silences.</summary>
    internal static async Task<IReadOnlyList<Diagnostic>> FaultsAsync(CSharpCompilation compilation)
    {
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers([new Y3RecordAnalyzer()]);
        ImmutableArray<Diagnostic> found = await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return [.. found.Where(static one => !one.IsSuppressed).OrderBy(static one => one.Location.SourceSpan.Start)];
    }

    /// <summary>Every warning and error of the compiler about the sources and what is generated for them.</summary>
    internal static IReadOnlyList<string> Complaints(CSharpCompilation compilation)
    {
        Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation all, out ImmutableArray<Diagnostic> ofGenerator);
        return [.. ofGenerator.Concat(all.GetDiagnostics()).Where(static one => one.Severity >= DiagnosticSeverity.Warning).Select(static one => one.ToString())];
    }

    /// <summary>The source text that a diagnostic points at.</summary>
    internal static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
