using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Bench.Core;
using Bench.Gate;
using FsCheck;
using FsCheck.Fluent;
using Spectre.Console;

namespace Bench.Tests;

public sealed class GateOutputTests : IDisposable
{
    /// <summary>What breaks out of Markdown, XML, a command of GitHub's, or a terminal.</summary>
    private const string Payload = "# @team #12 https://evil.example www.evil.example </details> </testcase> ]]> <b>|`*_ & &amp; \"'\r\n::error::x,y:z 100% \u0000\u001b[2J\ud800\uffff\u2028 – é 漢 🔴";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("md", ".md")]
    [InlineData("junit", ".xml")]
    [InlineData("json", ".json")]
    [InlineData("annotations", "-annotations.txt")]
    public void Every_format_is_as_it_was_found_right(string format, string file)
    {
        StoredFile.Holds($"gate-rich{file}", Rendered(format, GateReports.Rich));
        StoredFile.Holds($"gate-green{file}", Rendered(format, GateReports.Green));
    }

    [Fact]
    public void A_console_gets_the_answer_first_and_what_to_look_at()
    {
        string text = Written(200, GateReports.Rich);
        StoredFile.Holds("gate-rich.txt", text);
        Assert.Contains($"```text\n{text}```", File.ReadAllText(Path.Combine(Repo.Root, "docs", "gate.md")));
        StoredFile.Holds("gate-green.txt", Written(200, GateReports.Green));
    }

    [Fact]
    public void A_narrow_console_cuts_the_tables_between_columns() => StoredFile.Holds("gate-rich-80.txt", Written(80, GateReports.Rich));

    [Fact]
    public void Colours_are_for_terminals_only()
    {
        Assert.DoesNotContain('\u001b', Written(200, GateReports.Rich));
        Assert.StartsWith("\u001b[1;91mRED: ", ConsoleTests.Written(200, static console => GateConsole.Write(console, GateReports.Rich, null), AnsiSupport.Yes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_is_folded_on_the_console_worst_first_and_says_where_the_rest_is()
    {
        string text = Written(200, GateReports.Large(103));
        string[] red = [.. text.Split('\n').Where(static line => line.Contains("/native-clang", StringComparison.Ordinal))];
        Assert.Equal(20, red.Length);
        Assert.Contains("w102/", red[0], StringComparison.Ordinal);
        Assert.Equal(2, text.Split("… and 83 more, in results/gate.md\n").Length - 1);
        Assert.DoesNotContain(", in ", ConsoleTests.Written(200, static console => GateConsole.Write(console, GateReports.Large(103), null)));
    }

    [Fact]
    public void A_gate_without_a_check_says_so() => Assert.StartsWith("GREEN: nothing was checked\n", Written(200, GateReports.Green with { Checks = [] }), StringComparison.Ordinal);

    [Fact]
    public void Two_machines_are_named_with_the_backend_between_them() =>
        Assert.Contains("through: native-clang: each number is divided by that backend's on its own machine\n", Written(200, GateReports.Green with { Through = "native-clang" }));

    [Theory]
    [InlineData(1.123, 1.098, 1.149, "+12.3 % [+9.8, +14.9]")]
    [InlineData(1.00004, 0.9999, 1.0002, "+0.004 % [−0.010, +0.020]")]
    [InlineData(24.1, 22.5, 25.9, "+2310 % [+2150, +2490]")]
    [InlineData(0.9, 0.85, null, "−10.0 % [−15.0, –]")]
    [InlineData(1.2, 0.0, 1.5, "+20 % [–, +50]")]
    [InlineData(1.025, null, null, "+2.50 %")]
    [InlineData(0.99999, null, null, "−0.001 %")]
    [InlineData(1.0, null, null, "+0.0 %")]
    [InlineData(double.PositiveInfinity, null, null, "–")]
    public void A_ratio_is_shown_as_a_change_with_as_many_digits_as_are_known(double ratio, double? low, double? high, string text) =>
        Assert.Equal(text, CheckText.Ratio(GateReports.Rich.Checks[0] with { Ratio = ratio, Low = low, High = high }));

    [Theory]
    [InlineData(Metric.Wall, 2.31e6, 2.6e6, "2.31 ms", "2.60 ms")]
    [InlineData(Metric.Instructions, 1_000_000.0, 1_000_100.0, "1.0000 × 10⁶", "1.0001 × 10⁶")]
    [InlineData(Metric.AllocatedBytes, 1000.0, 1001.0, "1000 B", "1001 B")]
    [InlineData(Metric.AllocatedBytes, 0.0, 24.0, "0 B", "24 B")]
    [InlineData(Metric.ArtifactBytes, 40960.0, null, "40.0 KiB", "–")]
    [InlineData(Metric.Lost, 3.0, 7.0, "3", "7")]
    public void Two_sides_that_differ_never_look_alike(Metric metric, double? baseline, double? candidate, string before, string after) =>
        Assert.Equal((before, after), CheckText.Sides(GateReports.Rich.Checks[0] with { Answer = GateAnswer.Regressed, Subject = GateSubject.Hard(metric), Baseline = baseline, Candidate = candidate }));

    [Fact]
    public void A_change_of_one_part_in_a_billion_is_shown_where_it_is_red()
    {
        GateCheck check = GateReports.Rich.Checks[1];
        Assert.Equal(("1.23 × 10⁹", "1.23 × 10⁹", "+0.000 %"), (CheckText.Sides(check).Baseline, CheckText.Sides(check).Candidate, CheckText.Ratio(check)));
        check = check with { Answer = GateAnswer.Regressed };
        Assert.Equal(("1.234567890 × 10⁹", "1.234567891 × 10⁹", "+0.000000081 %"), (CheckText.Sides(check).Baseline, CheckText.Sides(check).Candidate, CheckText.Ratio(check)));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(2000, 0)]
    public void A_comment_is_never_longer_than_GitHub_takes(int count, int fine)
    {
        string text = Rendered("md", GateReports.Large(count));
        Assert.InRange(text.Length, 0, GateMarkdown.Longest - 1);
        Assert.Equal(fine, text.Split("/wasm3").Length - 1);
        Assert.Equal(count > 10, text.Contains("which do not fit into a comment; the format json has all of them", StringComparison.Ordinal));
        Assert.Equal(count > 10, text.Length > GateMarkdown.Longest * 9 / 10);
        Assert.Equal(text.Split("<details>").Length, text.Split("</details>").Length);
    }

    [Fact]
    public void What_is_fine_is_cut_before_what_is_red()
    {
        string text = Rendered("md", GateReports.Large(300));
        Assert.Equal(300, text.Split("/native-clang").Length - 1);
        Assert.InRange(text.Split("/wasm3").Length - 1, 1, 299);
    }

    [Fact]
    public void A_comment_of_endless_texts_fits_too() => Assert.InRange(Rendered("md", GateReports.Hostile(new string('x', 1 << 20))).Length, 0, GateMarkdown.Longest - 1);

    [Fact]
    public void Text_from_outside_stays_text_in_a_comment()
    {
        string text = Rendered("md", GateReports.Hostile(Payload));
        Assert.DoesNotContain("@team", text, StringComparison.Ordinal);
        Assert.DoesNotContain("#12", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("www.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("- #", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?<!\\)<(?!/?(details|summary)>)", text);
        Assert.Equal(1, text.Split('\n').Count(static line => line == "</details>"));
        Assert.DoesNotContain(text, static c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Annotations_are_escaped_as_GitHub_reads_them()
    {
        foreach (string line in Rendered("annotations", GateReports.Hostile(Payload)).TrimEnd('\n').Split('\n'))
        {
            Assert.Matches(@"^::(error|warning|notice) title=[^:,\p{Cc}]*::\P{Cc}*$", line);
            Assert.DoesNotMatch("%(?!25|3A|2C|0D|0A)", line);
        }
        Assert.Equal("a%25%0D%0A:,", GateAnnotations.Data("a%\r\n:,"));
        Assert.Equal("a%25%0D%0A%3A%2C", GateAnnotations.Property("a%\r\n:,"));
    }

    [Fact]
    public void Of_each_level_at_most_ten_annotations_are_written_the_last_of_which_counts_the_rest()
    {
        string[] lines = Rendered("annotations", GateReports.Large(11)).TrimEnd('\n').Split('\n');
        Assert.Equal((10, 10), (lines.Count(static one => one.StartsWith("::error ", StringComparison.Ordinal)), lines.Count(static one => one.StartsWith("::warning ", StringComparison.Ordinal))));
        Assert.StartsWith("::error title=2 more regressed::", lines[9], StringComparison.Ordinal);
        Assert.Equal(10, Rendered("annotations", GateReports.Large(10)).Split("::error title=w").Length - 1);
    }

    [Fact]
    public void Results_of_tests_fit_their_schema_whatever_the_text_is()
    {
        foreach (GateReport report in (GateReport[])[GateReports.Rich, GateReports.Green, GateReports.Hostile(Payload), GateReports.Green with { Checks = [] }])
            AssertFits(Rendered("junit", report));
        Prop.ForAll(Gen.Choose(0, char.MaxValue).Select(static c => (char)c).ArrayOf().ToArbitrary(), static text => AssertFits(Rendered("junit", GateReports.Hostile(new string(text)))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Results_of_tests_count_red_as_failures_and_amber_as_skipped()
    {
        XElement suites = XDocument.Parse(Rendered("junit", GateReports.Rich)).Root!;
        Assert.Equal((14, 4, 3), Counts(suites));
        Assert.Equal((14, 4, 3), (suites.Descendants("testcase").Count(), suites.Descendants("failure").Count(), suites.Descendants("skipped").Count()));
        Assert.Equal(suites.Elements("testsuite").Select(static one => one.Attribute("name")!.Value), GateReports.Rich.Checks.Select(static one => one.Case.Workload).Distinct());
        Assert.All(suites.Elements("testsuite"), static suite => Assert.Equal(Counts(suite), (suite.Elements().Count(), suite.Descendants("failure").Count(), suite.Descendants("skipped").Count())));
    }

    [Fact]
    public async Task Files_go_to_the_folder_and_annotations_to_standard_output()
    {
        StringWriter output = new();
        IReadOnlyList<string> paths = await GateFormats.WriteAsync(GateReports.Rich, GateFormats.Choose(["md", "annotations", "junit", "json", "md"]), _folder.Path, output, CancellationToken.None);
        Assert.Equal([_folder["gate.md"], _folder["gate.xml"], _folder["gate.json"]], paths);
        Assert.Equal(Rendered("annotations", GateReports.Rich), output.ToString());
        Assert.All(paths, static path => Assert.NotEqual(0, new FileInfo(path).Length));
    }

    [Fact]
    public void A_format_that_there_is_not_is_refused_with_the_nearest() =>
        Assert.Equal("unknown format 'junti'; did you mean junit?", Assert.Throws<UsageException>(static () => GateFormats.Choose(["md", "junti"])).Message);

    internal static string Rendered(string format, GateReport report) => GateFormats.Choose([format])[0].Render(report);

    private static string Written(int width, GateReport report) =>
        string.Join('\n', ConsoleTests.Written(width, console => GateConsole.Write(console, report, "results/gate.md")).Split('\n').Select(static line => line.TrimEnd()));

    private static (int, int, int) Counts(XElement element) =>
        (int.Parse(element.Attribute("tests")!.Value), int.Parse(element.Attribute("failures")!.Value), int.Parse(element.Attribute("skipped")!.Value));

    private static void AssertFits(string xml)
    {
        XmlReaderSettings settings = new() { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Path.Combine(Repo.Root, "tests", "vectors", "junit.xsd"));
        List<string> faults = [];
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        using XmlReader reader = XmlReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(xml)), settings);
        while (reader.Read()) { }
        Assert.Empty(faults);
    }
}
