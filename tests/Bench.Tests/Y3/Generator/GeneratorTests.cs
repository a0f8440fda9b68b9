using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bench.Tests;

/// <summary>What is generated, and when.</summary>
public sealed class GeneratorTests
{
    private const string Record = """
        namespace Sensors;

        public enum Mode : byte { Off, On = 7 }

        [Y3Record]
        public readonly partial record struct Place([property: Y3(0x11)] double East, [property: Y3(0x12)] double North);

        public static partial class Street
        {
            [Y3Record]
            public sealed partial record Noise(
                [property: Y3(0x11)] float Value, [property: Y3(0x12)] string From = "?", [property: Y3(0x13)] Mode Mode = Mode.On,
                [property: Y3(0x14)] Place Place = default, [property: Y3(0x15)] long? At = null)
            {
                [Y3(0x20)] public int Rate { get; init; } = 5;
                [Y3(0x21)] public List<string> Tags { get; set; } = [];
                [Y3(0x22)] public required IReadOnlyList<Place> Path { get; init; }
                [Y3(0x23)] public byte[] Data { get; set; } = [];
            }
        }
        """;

    [Fact]
    public void The_code_of_a_record_is_the_stored_one() =>
        StoredFile.Holds("y3-record.cs", Compiled.Files(Compiled.Of(Record))["Sensors.Street+Noise.g.cs"]);

    [Fact]
    public void A_record_in_no_namespace_and_a_generic_one_have_files_of_their_own()
    {
        const string Source = "[Y3Record] partial record R; [Y3Record] partial record R<T>; partial class Outer<T> { [Y3Record] internal partial struct @class; }";
        Assert.Equal(["Outer`1+class.g.cs", "R.g.cs", "R`1.g.cs"], Compiled.Files(Compiled.Of(Source)).Keys.Order(StringComparer.Ordinal));
        Assert.Empty(Compiled.Complaints(Compiled.Of(Source)));
    }

    [Theory]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    public void The_code_compiles_without_a_warning_with_and_without_nullable_references(NullableContextOptions nullable) =>
        Assert.Empty(Compiled.Complaints(Compiled.Of(nullable, Record.Replace("Sensors", "@event.Sensors", StringComparison.Ordinal))));

    [Fact]
    public void The_example_of_the_documentation_compiles()
    {
        string page = File.ReadAllText(Path.Combine(Repo.Root, "docs", "y3.md"));
        string example = page.Split("## Typed records\n\n```csharp\n")[1].Split("```")[0];
        int statements = example.IndexOf("OperationStatus status", StringComparison.Ordinal);
        Assert.Empty(Compiled.Complaints(Compiled.Of(
            $$"""
            using System.Buffers;
            {{example[..statements]}}
            static class Example
            {
                static void Run(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> packets, IBufferWriter<byte> output)
                {
                    {{example[statements..]}}
                }
            }
            """)));
    }

    [Fact]
    public void Defaults_of_parameters_of_every_type_stand_in_the_code_as_they_are()
    {
        const string Source = """
            enum E : long { Low = long.MinValue }
            [Y3Record] partial record R(
                [property: Y3(0x10)] float A = float.NaN, [property: Y3(0x11)] double B = double.NegativeInfinity, [property: Y3(0x12)] double C = -0.0, [property: Y3(0x13)] float D = 0.1f,
                [property: Y3(0x14)] ulong F = ulong.MaxValue, [property: Y3(0x15)] E G = E.Low, [property: Y3(0x16)] string H = "\"\n", [property: Y3(0x17)] bool I = true,
                [property: Y3(0x18)] int J = 0, [property: Y3(0x19)] int? K = 0, [property: Y3(0x1A)] string L = null!, [property: Y3(0x1B)] sbyte M = -128,
                [property: Y3(0x1C)] byte? N = 3, [property: Y3(0x1D)] E? O = E.Low);
            """;
        Assert.Empty(Compiled.Complaints(Compiled.Of(Source)));
        string code = Compiled.Files(Compiled.Of(Source))["R.g.cs"];
        foreach (string line in (string[])["A = float.NaN;", "B = double.NegativeInfinity;", "C = -0D;", "D = 0.1F;", "F = 18446744073709551615;", "G = -9223372036854775808;", "I = true;", "M = -128;"])
            Assert.Contains($"members.{line}", code, StringComparison.Ordinal);
        Assert.Contains("""H: members.H ?? "\"\n",""", code, StringComparison.Ordinal);
        Assert.Contains("(int?)members.K : (0),", code, StringComparison.Ordinal);
        Assert.Contains("L: members.L ?? null!,", code, StringComparison.Ordinal);
        Assert.DoesNotContain("members.J =", code, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_elsewhere_generates_nothing_again()
    {
        CSharpCompilation before = Compiled.Of(Record, "class Other;");
        GeneratorDriver driver = Compiled.Driver(steps: true).RunGenerators(before);
        CSharpCompilation after = before
            .ReplaceSyntaxTree(before.SyntaxTrees[1], Compiled.Tree("class Other { int _more; }"))
            .AddSyntaxTrees(Compiled.Tree("class New;"));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached], Reasons(driver, after));
    }

    [Fact]
    public void An_edit_in_the_file_of_a_record_that_does_not_touch_its_members_generates_nothing_again()
    {
        CSharpCompilation before = Compiled.Of(Record);
        GeneratorDriver driver = Compiled.Driver(steps: true).RunGenerators(before);
        string source = before.SyntaxTrees[0].ToString();
        CSharpCompilation moved = before.ReplaceSyntaxTree(before.SyntaxTrees[0], Compiled.Tree($"// A comment.\n{source}\nclass More;"));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached], Reasons(driver, moved));
        CSharpCompilation changed = before.ReplaceSyntaxTree(before.SyntaxTrees[0], Compiled.Tree(source.Replace("0x20", "0x2F", StringComparison.Ordinal)));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], Reasons(driver, changed));
    }

    /// <summary>Why the file of each record is or is not made again.</summary>
    private static IReadOnlyList<IncrementalStepRunReason> Reasons(GeneratorDriver driver, CSharpCompilation compilation) =>
        [.. driver.RunGenerators(compilation).GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(static steps => steps.Value).SelectMany(static step => step.Outputs).Select(static output => output.Reason)];
}
