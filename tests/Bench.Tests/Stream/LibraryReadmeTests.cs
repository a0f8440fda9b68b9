using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bench.Tests;

/// <summary>The code in the stream runtime's README.</summary>
public sealed partial class LibraryReadmeTests
{
    private const string Usings = "using System.Linq; using System.Reactive.Linq; using System.Threading; using System.Threading.Tasks; using Bench.Streaming;\n";

    [Fact]
    public void Every_piece_of_code_in_the_README_compiles_without_a_warning()
    {
        string readme = File.ReadAllText(Path.Combine(Repo.Root, "runtimes/Bench.Stream/README.md"));
        string[] blocks = [.. CodeBlock().Matches(readme).Select(static match => match.Groups["text"].Value)];
        Assert.Equal(6, blocks.Length);
        // Statements stand in a method of their own; a type stands by itself, and the others use it.
        string methods = string.Join('\n', blocks.Where(static block => !IsType(block)).Select(static (block, i) => $"public static async Task Example{i}(CancellationToken ct)\n{{\n{block}\n}}"));
        CSharpCompilation compilation = Compiled.Of([.. blocks.Where(IsType), $"{Usings}public static class Examples\n{{\n{methods}\n}}"]);
        // As in every project of the SDK: libraries name the versions of the framework that they were built against.
        CSharpCompilationOptions options = compilation.Options.WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress)]);
        Assert.Empty(Compiled.Complaints(compilation.WithOptions(options)));
    }

    private static bool IsType(string block) => block.StartsWith('[');

    [GeneratedRegex("^```csharp\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
