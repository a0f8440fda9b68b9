using Microsoft.CodeAnalysis;

namespace Bench.Tests;

/// <summary>What is wrong with a record is said where it stands, and nothing is generated for it.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("[Y3Record] partial record R([property: Y3(0x00)] int A);", "Y3001", "Y3(0x00)", "0x00 is no tag of a member")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x40)] int A);", "Y3001", "Y3(0x40)", "0x40 is no tag of a member")]
    [InlineData("[Y3Record] partial record R([property: Y3(-1)] int A);", "Y3001", "Y3(-1)", "0xFFFFFFFF is no tag of a member")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] int A, [property: Y3(0x11)] int B, [property: Y3(0x10)] int[] C);", "Y3002", "Y3(0x10)", "0x10 is the tag of 'A' too")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] decimal A);", "Y3003", "Y3(0x10)", "'A' cannot be a member: a bool, a number of up to 64 bits")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] object A);", "Y3003", "Y3(0x10)", "not object")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] Dictionary<int, int> A);", "Y3003", "Y3(0x10)", "not System.Collections.Generic.Dictionary<int, int>")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] int[,] A);", "Y3003", "Y3(0x10)", "not int[*,*]")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] int?[] A);", "Y3003", "Y3(0x10)", "an item of a slice cannot be absent")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] List<string?> A);", "Y3003", "Y3(0x10)", "an item of a slice cannot be absent")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] int[][] A);", "Y3003", "Y3(0x10)", "an item of a slice cannot be a slice")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] List<DateTime> A);", "Y3003", "Y3(0x10)", "System.DateTime has no Y3 form")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] IReadOnlyList<byte> A);", "Y3003", "Y3(0x10)", "bytes are byte[] or ReadOnlyMemory<byte>")]
    [InlineData("[Y3Record] partial record R<T>([property: Y3(0x10)] T A);", "Y3003", "Y3(0x10)", "not T")]
    [InlineData("record Other(int A); [Y3Record] partial record R([property: Y3(0x10)] Other A);", "Y3003", "Y3(0x10)", "not Other")]
    [InlineData("[Y3Record] record R([property: Y3(0x10)] int A);", "Y3004", "Y3Record", "'R' has to be partial")]
    [InlineData("class Outer { [Y3Record] partial record R([property: Y3(0x10)] int A); }", "Y3004", "Y3Record", "'Outer' has to be partial, so that 'R' can be completed")]
    [InlineData("[Y3Record] partial class R { [Y3(0x10)] public int A { get; } }", "Y3005", "Y3(0x10)", "'A' needs a get accessor")]
    [InlineData("[Y3Record] partial class R { [Y3(0x10)] public int A => 1; }", "Y3005", "Y3(0x10)", "'A'")]
    [InlineData("[Y3Record] partial class R { [Y3(0x10)] public int A { set { } } }", "Y3005", "Y3(0x10)", "'A'")]
    [InlineData("[Y3Record] partial class R { [Y3(0x10)] public static int A { get; set; } }", "Y3005", "Y3(0x10)", "'A'")]
    [InlineData("[Y3Record] partial class R { [Y3(0x10)] public int this[int at] { get => at; set { } } }", "Y3005", "Y3(0x10)", "'this[]'")]
    [InlineData("[Y3Record] static partial class R;", "Y3006", "Y3Record", "it is static")]
    [InlineData("[Y3Record] abstract partial class R;", "Y3006", "Y3Record", "it is abstract")]
    [InlineData("[Y3Record] ref partial struct R;", "Y3006", "Y3Record", "it is a ref struct")]
    [InlineData("[Y3Record] file partial class R;", "Y3006", "Y3Record", "it is local to its file")]
    [InlineData("[Y3Record] partial class R { R(int a) { } R(string b) { } }", "Y3006", "Y3Record", "more than one constructor")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] int A, int B);", "Y3006", "Y3Record", "its parameter 'B' is no member and has no default")]
    [InlineData("[Y3Record] partial class R { public required int A { get; set; } }", "Y3006", "Y3Record", "'A' is required, but is no member")]
    [InlineData("[Y3Record] partial class P { [Y3(0x10)] public int A { get; set; } } [Y3Record] partial class R : P;", "Y3006", "Y3Record", "its base type 'P' has members already")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] R A);", "Y3007", "Y3(0x10)", "'A' leads back to 'R'")]
    [InlineData("[Y3Record] partial record R([property: Y3(0x10)] bool Read);", "Y3008", "Y3Record", "'R' has a member 'Read'")]
    public async Task A_fault_is_said_at_its_attribute_and_nothing_is_generated(string source, string id, string at, string message)
    {
        Diagnostic fault = Assert.Single(await Compiled.FaultsAsync(Compiled.Of(source)));
        Assert.Equal((id, DiagnosticSeverity.Error, at), (fault.Id, fault.Severity, Compiled.Text(fault)));
        Assert.Contains(message, fault.GetMessage(), StringComparison.Ordinal);
        Assert.DoesNotContain("R.g.cs", Compiled.Files(Compiled.Of(source)).Keys);
    }

    [Fact]
    public async Task Records_that_hold_each_other_without_an_end_are_faults_on_both_sides()
    {
        IReadOnlyList<Diagnostic> faults = await Compiled.FaultsAsync(Compiled.Of(
            "[Y3Record] partial record A([property: Y3(0x10)] B Other); [Y3Record] partial record B([property: Y3(0x11)] A Other);"));
        Assert.Equal(["Y3(0x10)", "Y3(0x11)"], faults.Where(static one => one.Id == "Y3007").Select(Compiled.Text));
    }

    [Fact]
    public async Task A_record_may_hold_itself_where_that_can_end() => Assert.Empty(await Compiled.FaultsAsync(Compiled.Of(
        "[Y3Record] partial record R([property: Y3(0x10)] R? A, [property: Y3(0x11)] R[] B, [property: Y3(0x12)] S C); [Y3Record] partial record S([property: Y3(0x10)] R? A);")));

    [Fact]
    public async Task All_faults_of_a_record_are_said_at_once()
    {
        IReadOnlyList<Diagnostic> faults = await Compiled.FaultsAsync(Compiled.Of(
            "[Y3Record] abstract record R([property: Y3(0x99)] int A, [property: Y3(0x11)] object B, [property: Y3(0x11)] int C, bool Write);"));
        Assert.Equal(["Y3001", "Y3002", "Y3003", "Y3004", "Y3006", "Y3006", "Y3008"], faults.Select(static one => one.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x0F)]
    public async Task A_tag_that_YoMo_reserves_is_a_warning_and_the_record_is_generated(int tag)
    {
        string source = $"[Y3Record] partial record R([property: Y3({tag})] int A, [property: Y3(0x10)] int B);";
        Diagnostic warning = Assert.Single(await Compiled.FaultsAsync(Compiled.Of(source)));
        Assert.Equal(("Y3009", DiagnosticSeverity.Warning, $"Y3({tag})"), (warning.Id, warning.Severity, Compiled.Text(warning)));
        Assert.Contains($"0x{tag:X2}", warning.GetMessage(), StringComparison.Ordinal);
        Assert.Contains("R.g.cs", Compiled.Files(Compiled.Of(source)).Keys);
    }

    [Fact]
    public async Task A_pragma_silences_the_warning_about_reserved_tags() => Assert.Empty(await Compiled.FaultsAsync(Compiled.Of(
        """
        #pragma warning disable Y3009
        [Y3Record] partial record R([property: Y3(0x01)] int A);
        """)));

    [Fact]
    public async Task Members_outside_of_a_record_are_a_warning()
    {
        Diagnostic warning = Assert.Single(await Compiled.FaultsAsync(Compiled.Of("class R { [Y3(0x10)] public int A { get; set; } }")));
        Assert.Equal(("Y3010", DiagnosticSeverity.Warning, "Y3(0x10)"), (warning.Id, warning.Severity, Compiled.Text(warning)));
    }
}
