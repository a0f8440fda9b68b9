using System.Text.RegularExpressions;
using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>The HTML report as text.</summary>
public sealed partial class HtmlReportTests
{
    private static readonly ReportOptions s_html = ReportOptions.Default with { Formats = ["html"] };

    [Fact]
    public void A_page_holds_everything_of_the_run() => StoredFile.Holds("report-quick.html", WithoutAssets(Rendered.Text([FixtureRuns.Quick().Summary], s_html, "html")));

    [Fact]
    public void Text_from_results_stays_text()
    {
        string page = Rendered.Text([HostileRun.Summary], s_html, "html");
        Assert.DoesNotContain(HostileRun.Payload, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2028', page);
        // One for the data, one for the script: no text ends a block or begins one.
        Assert.Equal(2, page.Split("</script").Length - 1);
        Assert.Equal(2, page.Split("<script").Length - 1);
    }

    [Fact]
    public async Task Nothing_outside_of_the_file_is_referred_to()
    {
        Assert.DoesNotMatch(Reference(), Rendered.Text([FixtureRuns.Quick().Summary], s_html, "html"));
        string withVega = await HtmlReport.RenderAsync([FixtureRuns.Quick().Summary], "native-clang", Browser.BrowserFixture.Tools, CancellationToken.None);
        Assert.DoesNotContain("sourceMappingURL", withVega, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Vega_one_line_says_what_is_missing_and_how_to_get_it()
    {
        Toolbox bare = new(new RepoLayout("/nonexistent"), Browser.BrowserFixture.Tools.Catalog);
        string page = Rendered.Text([FixtureRuns.Quick().Summary], s_html with { Tools = bare }, "html");
        Assert.Contains("Figures are not drawn: vega.min.js is not there. Run ./bench setup, then ./bench report RUN --format html.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_hundred_thousand_measurements_stays_below_five_megabytes()
    {
        string page = await HtmlReport.RenderAsync([new Summary(LargeRun.Of(backends: 100, processes: 10))], "native-clang", Browser.BrowserFixture.Tools, CancellationToken.None);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page), 1_000_000, 5_000_000);
    }

    [Fact]
    public void A_case_of_many_processes_is_thinned_to_quantiles_that_keep_its_ends()
    {
        Sample sample = new(Enumerable.Range(1, 1001).Select(static i => (double)(i * 2 % 1001)));
        IReadOnlyList<double> kept = Thinning.Values(sample, 5);
        Assert.Equal([0, 250, 500, 750, 1000], kept);
        Assert.Same(sample.Values, Thinning.Values(sample, 1001));
    }

    [Fact]
    public void All_first_iterations_are_kept_and_the_last()
    {
        IReadOnlyList<int> kept = Thinning.Iterations([.. Enumerable.Range(1, 5000)]);
        Assert.Equal(Enumerable.Range(1, 40), kept.Take(40));
        Assert.Equal(5000, kept[^1]);
        Assert.InRange(kept.Count, 60, 120);
        Assert.All(kept.Skip(40).SkipLast(1).Zip(kept.Skip(41).SkipLast(1)), static pair => Assert.InRange((double)pair.Second / pair.First, 1.0, 1.11));
    }

    /// <summary>Without style sheet and scripts, which are files of their own, and with the data in lines that can be compared.</summary>
    private static string WithoutAssets(string page) => Hashes().Replace(Asset().Replace(page, "<$1>…</$1>"), "'sha256-…'").Replace("],[", "],\n[").Replace("},{", "},\n{");

    [GeneratedRegex("<(style|script)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Asset();

    [GeneratedRegex("'sha256-[^']*'")]
    private static partial Regex Hashes();

    [GeneratedRegex("""(?:src|href|action|poster|srcset)\s*=\s*(?!["']?#)|url\(|@import""", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
