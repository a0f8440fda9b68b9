using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>Runs of what is called inside a process: nanoseconds an operation, where programs have the time of a process.</summary>
public sealed class LibraryTests
{
    [Theory]
    [InlineData("md", "report-library.md")]
    [InlineData("csv", "report-library.csv")]
    public void Contestants_stand_beside_each_other_and_beside_what_was_published(string format, string file) =>
        StoredFile.Holds(file, Rendered.Text([FixtureRuns.Library().Summary], ReportOptions.Default, format));

    [Fact]
    public void Ratios_are_to_the_baseline_that_the_run_was_measured_for_unless_another_is_asked_for()
    {
        Assert.Contains("divided by that of json-source-generated", Rendered.Text([FixtureRuns.Library().Summary], ReportOptions.Default, "md"));
        Assert.Contains("divided by that of y3-skip", Rendered.Text([FixtureRuns.Library().Summary], ReportOptions.Default with { Baseline = "y3-skip" }, "md"));
    }

    [Fact]
    public void The_published_style_is_of_programs_only() =>
        Assert.Contains("No program was run", Rendered.Text([FixtureRuns.Library().Summary], ReportOptions.Default with { Style = ReportStyle.Paper }, "md"));

    [Fact]
    public void A_page_offers_the_measures_of_operations_and_none_of_processes() =>
        Assert.Equal(["million", "allocated", "payload", "arrived"], new RunNumbers(FixtureRuns.Library().Summary, "y3-skip").Series.Select(static one => one.Measure.Id).Distinct());

    [Fact]
    public void A_figure_is_drawn_of_a_million_operations() =>
        Assert.Contains("distributions-million", FigureSheet.Of(new RunNumbers(FixtureRuns.Library().Summary, "json-source-generated")).Select(static one => one.Name));

    [Fact]
    public void Published_ratios_are_those_of_the_published_times()
    {
        Assert.All(PublishedTables.Ratios.SelectMany(static one => one.Cells), static cell =>
            Assert.Equal(cell.Ratio, (double.Parse(cell.SlowerTime) / double.Parse(cell.FasterTime)).ToString("F1")));
        Assert.All(PublishedTables.Ratios, static one => Assert.Matches("^[0-9a-f]{40}$", one.Source.Commit));
    }

    [Fact]
    public void Machines_are_compared_by_a_million_operations_which_have_no_price_of_an_execution()
    {
        Comparison comparison = Comparison.Of([ComparedRuns.Named("here", Machine(1)), ComparedRuns.Named("there", Machine(2))], new ComparisonOptions { Prices = ComparedRuns.Prices() });
        string csv = ComparedRuns.Render(comparison, "csv");
        Assert.Matches(@"(?m)^ratio,c63-k32,take-value,y3-skip,x2,x1,,,2,", csv);
        Assert.DoesNotContain("price-per-million", csv);
        string text = ComparedRuns.Render(comparison, "md");
        Assert.Contains("Median wall time of a million operations, divided by that on", text);
        Assert.DoesNotContain("per million executions", text);

        static FixtureRun Machine(double factor) => new FixtureRun { Machine = ComparedRuns.Small with { Label = $"x{factor}" }, Processes = 10 }.Backend("y3-skip", "Y3", BackendClass.Library)
            .Workload("take-value", "c63-k32", "63", "32").Called("take-value/c63-k32/y3-skip", 0, 219, null, [.. ComparedRuns.Around(61, 7).Select(one => one * factor)]);
    }
}
