using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>Runs of streams, whose numbers are of messages and not of processes.</summary>
public sealed partial class StreamReportTests
{
    [Fact]
    public void Each_scenario_has_latency_nodes_and_where_the_time_went() =>
        StoredFile.Holds("report-stream.md", Rendered.Text([FixtureRuns.Stream().Summary], ReportOptions.Default, "md"));

    [Fact]
    public void Ratios_are_to_the_delegate_over_tcp() =>
        Assert.Contains("latency,wall,2,", Rendered.Text([FixtureRuns.Stream().Summary], ReportOptions.Default, "csv"));

    [Fact]
    public void Parts_of_the_middle_message_add_up_in_the_table()
    {
        ReportTable ledger = StreamTables.Of(FixtureRuns.Stream().Summary).Single(static one => one.Title.EndsWith("where the time of a middle message goes", StringComparison.Ordinal));
        int sum = ledger.Columns.Index().Single(static one => one.Item.Header == "sum").Index;
        Assert.Equal("215", ledger.Rows.Single(static row => row[0].Text == "tcp+delegate")[sum].Text);
    }

    [Fact]
    public void Figures_show_the_quantiles_and_the_parts()
    {
        RunNumbers numbers = new(FixtureRuns.Stream().Summary, "tcp+delegate");
        Assert.Superset(new HashSet<string> { "latency", "ledger", "distributions-latency", "ratios-latency" }, FigureSheet.Of(numbers).Select(static one => one.Name).ToHashSet());
        Assert.Equal(14 + 12, FigureData.Rows(numbers, FigureRows.Parts, Measure.LedgerParts, "f64-1000ps").Count);
        Assert.Equal(["p50", "p90", "p99", "p99.9", "max"], FigureData.Rows(numbers, FigureRows.Quantiles, LatencyFigure.Quantiles, "f64-1000ps").Select(static row => row!["part"]!.GetValue<string>()).Distinct());
    }

    [Fact]
    public void Programs_and_streams_stand_in_one_report_without_touching_each_other()
    {
        string both = Rendered.Text([FixtureRuns.Quick().Summary, FixtureRuns.Stream().Summary], ReportOptions.Default, "md");
        Assert.Contains("nbody, size small", both, StringComparison.Ordinal);
        Assert.Contains("stream-quick, f64-1000ps", both, StringComparison.Ordinal);
        Assert.DoesNotContain("stream-quick, size", both, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_style_and_the_matrix_are_of_programs_only()
    {
        Assert.Contains("No program was run", Rendered.Text([FixtureRuns.Stream().Summary], ReportOptions.Default with { Style = ReportStyle.Paper }, "md"));
        Assert.Null(ConsoleTables.Matrix(FixtureRuns.Stream().Summary, "f64-1000ps"));
    }

    [Fact]
    public void A_page_can_show_a_stream() =>
        Assert.Contains("stream-quick", Rendered.Text([FixtureRuns.Stream().Summary], ReportOptions.Default, "html"), StringComparison.Ordinal);

    [Fact]
    public async Task Every_table_is_also_one_for_LaTeX() =>
        Assert.Contains(await ReportWriter.RenderAsync([FixtureRuns.Stream().Summary], ReportOptions.Default, "latex", CancellationToken.None),
            static file => file.Path.Contains("where-the-time-of-a-middle-message", StringComparison.Ordinal));

    [Fact]
    public void Decoding_a_message_is_no_stage_of_an_image()
    {
        Summary stream = FixtureRuns.Stream().Summary;
        Assert.NotNull(stream[stream.Run.Measurements[0].Case, "decode", Metric.Wall]);
        Assert.Empty(PerImageTables.Of(stream, "tcp+delegate"));
    }

    [Fact]
    public void Images_stand_in_the_page_with_a_box_around_the_face()
    {
        string page = Rendered.Text([WithPictures("face 0.923 0.5 0.25 0.2 0.1", "none 0.362", "error <b>no bytes</b>")], ReportOptions.Default, "html");
        Assert.Contains("style=\"left:40%;top:20%;width:20%;height:10%\"", page, StringComparison.Ordinal);
        Assert.Single(page.Split("class=\"box\"")[1..]);
        Assert.Contains("no face, score 0.362", page, StringComparison.Ordinal);
        Assert.Contains("error &lt;b&gt;no bytes&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_of_a_page_stand_in_the_order_of_what_they_lead_to()
    {
        string page = Rendered.Text([WithPictures("none 0.362"), FixtureRuns.Images().Summary], ReportOptions.Default, "html");
        string links = page[page.IndexOf("<nav", StringComparison.Ordinal)..page.IndexOf("</nav>", StringComparison.Ordinal)];
        string[] ids = [.. Link().Matches(links).Select(static match => match.Groups[1].Value)];
        Assert.Contains("pictures", ids);
        Assert.Contains("per-image", ids);
        Assert.Equal(ids, ids.OrderBy(id => page.IndexOf($" id=\"{id}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Images_are_a_figure_of_their_own()
    {
        RunNumbers numbers = new(WithPictures("face 0.923 0.5 0.25 0.2 0.1", "none 0.362"), "tcp+delegate");
        JsonNode values = FigureSheet.Of(numbers).Single(static one => one.Name == "pictures").Specification["data"]!["values"]!;
        Assert.Equal((64.0, 96.0, 32.0, 48.0), (Number(0, "boxLeft"), Number(0, "boxRight"), Number(0, "boxTop"), Number(0, "boxBottom")));
        Assert.Null(values[1]!["boxLeft"]);
        Assert.DoesNotContain(FigureSheet.Of(new RunNumbers(FixtureRuns.Stream().Summary, "tcp+delegate")), static one => one.Name == "pictures");

        double Number(int row, string member) => Math.Round(values[row]![member]!.GetValue<double>(), 6);
    }

    private static Summary WithPictures(params string[] answers)
    {
        RunRecord run = FixtureRuns.Stream().Summary.Run;
        return new Summary(run with { Pictures = [.. answers.Select(answer => new PictureRecord(run.Measurements[0].Case, SmallRun.Dot, answer))] });
    }

    [GeneratedRegex("href=\"#([a-z-]+)\"")]
    private static partial Regex Link();
}
