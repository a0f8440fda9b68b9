using System.Text;
using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class FleetComparisonTests
{
    private static readonly CaseId s_nbody = new("nbody", "small", "native-clang");
    private static readonly double[] s_hundred = [100, 101, 99, 100, 100, 100, 101, 99, 100, 100];

    [Fact]
    public void A_slower_machine_that_is_much_cheaper_stands_in_the_set_and_one_that_is_neither_is_dominated()
    {
        using MadeUpFleet fleet = new MadeUpFleet()
            .Node("node-1", "a.fast", 0.30, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.fast"), s_hundred))
            .Node("node-2", "b.cheap", 0.10, "done", MadeUpFleet.Run(MadeUpFleet.Machine("b.cheap"), Times(2)))
            .Node("node-3", "c.neither", 0.40, "done", MadeUpFleet.Run(MadeUpFleet.Machine("c.neither"), Times(2.5)))
            .Written();
        Comparison comparison = Compared(fleet);
        Assert.Equal(["a.fast", "b.cheap", "c.neither"], comparison.Columns.Select(static column => column.Name));
        Assert.Equal(("the labels of the nodes", "USD", new DateOnly(2026, 1, 31)), (comparison.Prices!.Source, comparison.Prices.Currency, comparison.Prices.Date));
        Assert.Contains("a.fast < b.cheap < c.neither", Cells(comparison, "order by geometric mean"));
        Assert.Equal(ComparisonVerdict.Slower, comparison.Ratio(comparison.Columns[1], s_nbody)!.Judge());

        // A thousand seconds of work: 1000 × 0.30 / 3600, twice as long at a third of it, 2.5 times as long at 4 thirds.
        PricePoint[] points = [.. PricedSize.Of(comparison, comparison.Sizes[0])!.Points];
        Assert.Equal(["b.cheap", "a.fast", "c.neither"], points.Select(static one => one.Column.Name));
        Assert.Equal([0.0555556, 0.0833333, 0.2777778], points.Select(static one => Math.Round(one.Price.Value, 7)));
        Assert.Equal([ParetoState.InTheSet, ParetoState.InTheSet, ParetoState.ClearlyDominated], Pareto.Of([.. points.Select(static one => (one.Time, one.Price))]).Select(static one => one.State));

        // A million executions of 0.1 s are 100 000 s: 8.33 at 0.30 an hour.
        string[] lines = ComparedRuns.Render(comparison, "csv").Split('\n');
        Assert.Equal(["8.33333333", "5.55555556", "27.7777778"],
            ((string[])["a.fast", "b.cheap", "c.neither"]).Select(type => lines.Single(line => line.StartsWith($"price-per-million,small,nbody,native-clang,{type},", StringComparison.Ordinal)).Split(',')[8]));
    }

    [Fact]
    public void A_node_that_failed_after_some_cases_has_a_block_and_a_column_that_is_marked()
    {
        using MadeUpFleet fleet = WithFailures();
        Comparison comparison = Compared(fleet);
        Assert.Equal(["b.large (partial)", "a.small"], comparison.Columns.Select(static column => column.Name));
        Assert.Equal("a.small", comparison.Reference.Name);
        string[] titles = [.. ComparisonTables.Main(comparison).Select(static table => table.Title)];
        Assert.Equal(["What is compared", "node-1 (b.large): Failed", "node-3 (c.gone): Lost", "node-4 (d.slow): Not finished",
            "b.large (Example E1, 2 cores), partial: size small", "a.small (Example E1, 2 cores): size small"], titles[..6]);
        Assert.Contains(ComparisonTables.Main(comparison).SelectMany(static table => table.Columns), static column => column.Header == "b.large (partial) ÷ a.small");
        ReportTable failed = ComparisonTables.Main(comparison)[1];
        Assert.Equal(["node-1", "b.large", "Failed", "1 of 2"], failed.Rows[0].Select(static cell => cell.Text));
        Assert.Equal(["Failed: the container ended with exit code 137: out of memory", "What it measured before is shown, marked as partial: its means are over fewer cases."], failed.Notes);
        Assert.Equal(["node-3", "c.gone", "Lost", "none"], ComparisonTables.Main(comparison)[2].Rows[0].Select(static cell => cell.Text));
    }

    [Theory]
    [InlineData("md")]
    [InlineData("csv")]
    [InlineData("latex")]
    [InlineData("console")]
    public async Task Every_format_of_a_comparison_names_each_failed_node_with_its_cause(string format)
    {
        using MadeUpFleet fleet = WithFailures();
        Comparison comparison = Compared(fleet);
        NamesEach(format == "console" ? PlainConsole.Text(ComparisonTables.Main(comparison), width: 200)
            : string.Concat((await ComparisonFormats.RenderAsync(comparison, [format], null, CancellationToken.None)).Select(static file => Encoding.UTF8.GetString(file.Content.Span))));
    }

    [Fact]
    public async Task Every_format_and_style_of_a_report_names_each_failed_node_with_its_cause()
    {
        using MadeUpFleet fleet = WithFailures();
        GivenRuns given = GivenRuns.Read([fleet.Folder]);
        Summary[] runs = [.. given.Runs.Select(static run => run.Summary)];
        foreach (ReportStyle style in Enum.GetValues<ReportStyle>())
            foreach (string format in (string[])["md", "csv", "latex", "html"])
                NamesEach(string.Concat((await ReportWriter.RenderAsync(runs, ReportOptions.Default with { Style = style, Failures = given.Failures }, format, CancellationToken.None))
                    .Select(static file => Encoding.UTF8.GetString(file.Content.Span))));
    }

    [Fact]
    public void The_published_style_has_a_block_for_each_node()
    {
        using MadeUpFleet fleet = WithFailures();
        GivenRuns given = GivenRuns.Read([fleet.Folder]);
        IEnumerable<string> titles = PaperDocument.Tables([.. given.Runs.Select(static run => run.Summary)], ReportOptions.Default with { Style = ReportStyle.Paper }).Select(static table => table.Title);
        Assert.Contains(titles, static title => title.StartsWith("b.large, ", StringComparison.Ordinal));
        Assert.Contains(titles, static title => title.StartsWith("a.small, ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fleet_of_which_nothing_came_back_is_one_line_with_the_causes()
    {
        using MadeUpFleet fleet = new();
        foreach (int number in Enumerable.Range(1, 7))
            fleet.Node($"node-{number}", "a.small", 0.1, number % 2 == 0 ? "lost" : "failed", null, $"cause\n{number}");
        fleet.Written();
        Assert.Equal("no machine left a run: node-1 (a.small): Failed: cause 1; node-2 (a.small): Lost: cause 2; node-3 (a.small): Failed: cause 3; node-4 (a.small): Lost: cause 4; node-5 (a.small): Failed: cause 5; and 2 more",
            Assert.Throws<UsageException>(() => GivenRuns.Read([fleet.Folder])).Message);
    }

    [Fact]
    public void A_fleet_without_nodes_is_refused()
    {
        using MadeUpFleet fleet = new MadeUpFleet().Written();
        Assert.EndsWith("fleet.json names no node: nothing was measured", Assert.Throws<UsageException>(() => GivenRuns.Read([fleet.Folder])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_is_done_and_left_no_readable_run_has_failed()
    {
        using MadeUpFleet fleet = new MadeUpFleet().Node("node-1", "a.small", null, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_hundred)).Node("node-2", "b.large", null, "done", null).Written();
        GivenRuns given = GivenRuns.Read([fleet.Folder]);
        Assert.Single(given.Runs);
        FailedMachine failed = Assert.Single(given.Failures);
        Assert.StartsWith("node-2 (b.large): Failed: its run cannot be read: ", failed.Line, StringComparison.Ordinal);
        Assert.Null(LabelledPrice.ListOf(given.Runs));
    }

    [Fact]
    public void Two_nodes_of_one_type_are_two_columns_with_one_price()
    {
        using MadeUpFleet fleet = new MadeUpFleet { Currency = "EUR" }
            .Node("node-1", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small", "a.small node-1"), s_hundred))
            .Node("node-2", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small", "a.small node-2"), s_hundred))
            .Written();
        Comparison comparison = Compared(fleet);
        Assert.Equal(["a.small node-1", "a.small node-2"], comparison.Columns.Select(static column => column.Name));
        Assert.Equal("EUR", comparison.Prices!.Currency);
        Assert.Equal(["a.small"], comparison.Prices.Machines.Keys);
        Assert.All(comparison.Columns, column => Assert.Equal(0.1, comparison.Prices.Find(column.Machine, out _)!.PerHour));
    }

    [Fact]
    public void Two_nodes_of_one_type_and_unlike_prices_are_priced_by_their_names()
    {
        using MadeUpFleet fleet = new MadeUpFleet()
            .Node("node-1", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_hundred))
            .Node("node-2", "a.small", 0.2, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_hundred))
            .Node("node-3", null, 0.3, "done", MadeUpFleet.Run(MadeUpFleet.Machine(null), s_hundred))
            .Written();
        Comparison comparison = Compared(fleet);
        Assert.Equal([0.1, 0.2, 0.3], comparison.Columns.Select(column => comparison.Prices!.Find(column.Machine, out _)!.PerHour));
        Assert.Equal(["a.small node-1", "a.small node-2"], comparison.Columns.Select(static column => column.Name).Take(2));

        ComparedRun[] renamed = [.. GivenRuns.Read([fleet.Folder]).Runs.Select(static run => run.IsCalled("node-2") ? run.Labelled("mine") : run)];
        Assert.Equal(["a.small node-1", "mine", "node-3"], LabelledPrice.ListOf(renamed)!.Machines.Keys);
    }

    [Fact]
    public void Fleets_with_prices_in_two_currencies_need_one_list()
    {
        using MadeUpFleet left = new MadeUpFleet().Node("node-1", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_hundred)).Written();
        using MadeUpFleet right = new MadeUpFleet { Currency = "EUR" }.Node("node-1", "b.large", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("b.large"), s_hundred)).Written();
        Assert.Equal("the prices of the fleets are in EUR and USD: give all of them in one list with --prices FILE",
            Assert.Throws<UsageException>(() => LabelledPrice.ListOf(GivenRuns.Read([left.Folder, right.Folder]).Runs)).Message);
    }

    [Fact]
    public void A_node_is_found_by_its_name_where_a_reference_is_chosen()
    {
        using MadeUpFleet fleet = WithFailures();
        GivenRuns given = GivenRuns.Read([fleet.Folder]);
        Assert.Equal("b.large (partial)", Comparison.Of(given.Runs, new() { Reference = "node-1", Failures = given.Failures }).Reference.Name);
    }

    [Fact]
    public void Nodes_without_a_case_in_common_are_shown_where_one_of_them_failed()
    {
        using MadeUpFleet fleet = new MadeUpFleet()
            .Node("node-1", "a.small", null, "done", ComparedRuns.Bare(MadeUpFleet.Machine("a.small")).Failed("nbody/small/native-clang", FailureCause.Trap, "trap").Measured("pi/small/native-clang", s_hundred))
            .Node("node-2", "b.large", null, "lost", MadeUpFleet.Run(MadeUpFleet.Machine("b.large"), s_hundred), "gone")
            .Written();
        Assert.Contains("b.large (partial) has no measured case in common with a.small.", ComparisonTables.Main(Compared(fleet))[0].Notes);
    }

    private static MadeUpFleet WithFailures() => new MadeUpFleet()
        .Node("node-1", "b.large", 0.2, "failed", MadeUpFleet.Run(MadeUpFleet.Machine("b.large"), Times(0.5)).Failed("pi/small/native-clang", FailureCause.Killed, "killed"), "the container ended with exit code 137:\nout of memory")
        .Node("node-2", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), s_hundred).Measured("pi/small/native-clang", s_hundred))
        .Node("node-3", "c.gone", 0.3, "lost", null, "no word of it for 120 s")
        .Node("node-4", "d.slow", 0.4, "running", null)
        .Written();

    private static Comparison Compared(MadeUpFleet fleet)
    {
        GivenRuns given = GivenRuns.Read([fleet.Folder]);
        return Comparison.Of(given.Runs, new() { Prices = LabelledPrice.ListOf(given.Runs), Failures = given.Failures });
    }

    private static void NamesEach(string text)
    {
        // LaTeX has hyphens and commas behind which an empty group keeps two of them apart.
        text = text.Replace("{}", "", StringComparison.Ordinal);
        foreach (string word in (string[])["node-1 (b.large)", "exit code 137: out of memory", "node-3 (c.gone)", "no word of it for 120 s", "node-4 (d.slow)", "it was still measuring when this was written"])
            Assert.Contains(word, text, StringComparison.Ordinal);
    }

    private static double[] Times(double factor) => [.. s_hundred.Select(one => one * factor)];

    private static IEnumerable<string> Cells(Comparison comparison, string title) =>
        ComparisonTables.Main(comparison).Single(table => table.Title.Contains(title, StringComparison.Ordinal)).Rows.SelectMany(static row => row).Select(static cell => cell.Text);
}
