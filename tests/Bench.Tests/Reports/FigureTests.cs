using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Bench.Core;
using Bench.Reports;
using Bench.Tests.Browser;

namespace Bench.Tests;

public sealed class FigureTests
{
    [Fact]
    public void The_sheets_of_a_run_are_stored_with_their_data()
    {
        FigureSheet[] sheets = [.. FigureSheet.Of(new RunNumbers(FixtureRuns.Quick().Summary, "native-clang"))];
        Assert.Equal(["ratios", "ratios-execute", "distributions", "distributions-execute", "phases", "means", "memory"], sheets.Select(static one => one.Name));
        StoredFile.Holds("figure-ratios.json", sheets[0].Specification.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n");
    }

    [Fact]
    public void No_word_is_left_unfilled_in_a_sheet() =>
        Assert.All(FigureSheet.Of(new RunNumbers(FixtureRuns.Quick().Summary, "native-clang")), static sheet => Assert.DoesNotMatch("\"\\$[a-z]", sheet.Specification.ToJsonString().Replace("\"$schema\"", "")));

    [Fact]
    public void A_mean_over_fewer_workloads_than_the_baseline_says_so()
    {
        FixtureRun run = new FixtureRun().Backend("native-clang", "Native", BackendClass.Native).Backend("node", "Node.js", BackendClass.OptimisingJit)
            .Workload("nbody", "small", "1").Workload("pi", "small", "1")
            .Measured("nbody/small/native-clang", 10).Measured("pi/small/native-clang", 10).Measured("nbody/small/node", 40).Failed("pi/small/node", FailureCause.Trap, "gone");
        GeometricMeanRatio mean = Assert.Single(new RunNumbers(run.Summary, "native-clang").Means, static one => one is { Backend: "node", Measure.Id: "total" });
        Assert.Equal((4, 1, 2), (mean.Mean.Value, mean.Workloads, mean.Planned));
    }

    [Fact]
    public void Means_of_the_page_are_those_of_the_tables()
    {
        FixtureRun run = new FixtureRun().Backend("native-clang", "Native", BackendClass.Native).Backend("node", "Node.js", BackendClass.OptimisingJit);
        foreach ((string workload, double native, double node) in new[] { ("nbody", 10.0, 25.0), ("pi", 20, 30), ("nop", 0.00005, 0.9) })
            run.Workload(workload, "small", "1").Measured($"{workload}/small/native-clang", native + 1).Measured($"{workload}/small/node", node + 40)
                .Times($"{workload}/small/native-clang", Phases.Execute, native).Times($"{workload}/small/node", Phases.Execute, node);
        RunNumbers numbers = new(run.Summary, "native-clang");
        ReportTable table = MeanRatioTable.Of(run.Summary, "small", run.Summary.Cases, "native-clang")!;
        string[] shown = [.. new[] { Measure.Execute, Measure.Total }.Select(measure => Rounding.WithInterval(numbers.Means.Single(one => one.Backend == "node" && one.Measure == measure).Mean.Value, null))];
        Assert.Equal([table.Rows[1][2].Text, table.Rows[1][4].Text], shown);
    }

    [Fact]
    public void Compiling_ahead_of_time_is_set_against_the_fastest_of_each_class_that_needs_none()
    {
        FixtureRun run = new FixtureRun().Backend("wasmedge-aot", "AOT", BackendClass.Aot).Backend("node", "Node.js", BackendClass.OptimisingJit).Backend("bun", "Bun", BackendClass.OptimisingJit)
            .Backend("liftoff", "Liftoff", BackendClass.BaselineJit).Workload("nbody", "small", "1")
            .Times("nbody/small/wasmedge-aot", Phases.Compile, 1000, 1000, 1000, 1000, 1000, 1000).Measured("nbody/small/wasmedge-aot", 50, 50, 50, 50, 50, 50)
            .Measured("nbody/small/node", 70, 70, 70, 70, 70, 70).Measured("nbody/small/bun", 60, 60, 60, 60, 60, 60).Measured("nbody/small/liftoff", 40, 40, 40, 40, 40, 40);
        CompilePayback[] paybacks = [.. new RunNumbers(run.Summary, "wasmedge-aot").Paybacks];
        Assert.Equal(["bun", "liftoff"], paybacks.Select(static one => one.Other.Id));
        Assert.Equal(100, Assert.IsType<BreakEven.After>(paybacks[0].BreakEven).Executions, 1e-9);
        Assert.IsType<BreakEven.Never>(paybacks[1].BreakEven);
    }

    [Fact]
    public void Iterations_of_a_failed_case_are_not_drawn()
    {
        FixtureRun run = FixtureRuns.Quick().Iterated("mandelbrot/small/wasmedge-aot", [5, 4, 3]).Iterated("nbody/small/node", [5, 4, 3]);
        Assert.Equal("nbody/small/node", Assert.Single(new RunNumbers(run.Summary, "native-clang").Iterations).Case.ToString());
    }

    [Fact]
    public void Where_tools_are_missing_the_command_that_installs_them_is_named()
    {
        Toolbox bare = new(new RepoLayout("/nonexistent"), BrowserFixture.Tools.Catalog);
        UsageException e = Assert.Throws<UsageException>(() => Rendered.Text([FixtureRuns.Quick().Summary], ReportOptions.Default with { Tools = bare }, "svg"));
        Assert.Contains("./bench setup", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_run_without_a_number_has_no_figures() =>
        Assert.Contains("nothing was measured", Assert.Throws<UsageException>(() => Rendered.Text(
            [new FixtureRun().Backend("wasm3", "wasm3", BackendClass.Interpreter, null).Workload("nbody", "small", "1").Skipped("nbody/small/wasm3", "missing").Summary],
            ReportOptions.Default with { Tools = BrowserFixture.Tools }, "svg")).Message, StringComparison.Ordinal);

    [SkippableFact]
    public async Task Figures_are_drawn_as_pictures_with_text_in_them()
    {
        Skip.If(await BrowserFixture.Tools.ProbeAllAsync(["node", "vega", "vega-lite", "resvg", "fonts"], CancellationToken.None) is Availability.Missing, "Node.js or a package of the figures is not installed; ./bench setup");
        ReportOptions options = ReportOptions.Default with { Tools = BrowserFixture.Tools };
        Summary[] runs = [FixtureRuns.Quick().Iterated("nbody/small/node", [5, 4, 3]).Summary, FixtureRuns.Paper(FixtureRun.Graviton).Summary];
        IReadOnlyList<ReportFile> svg = await ReportWriter.RenderAsync(runs, options, "svg", CancellationToken.None);
        IReadOnlyList<ReportFile> png = await ReportWriter.RenderAsync(runs, options, "png", CancellationToken.None);
        Assert.Contains("figures/run-1/warm-up.svg", svg.Select(static one => one.Path));
        Assert.Equal(svg.Select(static one => Path.ChangeExtension(one.Path, "png")), png.Select(static one => one.Path));
        Assert.All(svg, static one => Assert.Matches("<text[^>]*>[^<]*(native-clang|node)", System.Text.Encoding.UTF8.GetString(one.Content.Span)));
        Assert.All(png, static one =>
        {
            ReadOnlySpan<byte> bytes = one.Content.Span;
            Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(bytes[..4]));
            Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), 700, 4000);
        });
    }

    [SkippableFact]
    public async Task Hostile_text_is_drawn_and_breaks_no_picture()
    {
        Skip.If(await BrowserFixture.Tools.ProbeAllAsync(["node", "vega", "vega-lite"], CancellationToken.None) is Availability.Missing, "Vega is not installed; ./bench setup");
        foreach (Summary run in (Summary[])[HostileRun.Summary, FixtureRuns.Hostile().Summary])
            foreach (ReportFile file in await ReportWriter.RenderAsync([run], ReportOptions.Default with { Tools = BrowserFixture.Tools }, "svg", CancellationToken.None))
            {
                string svg = System.Text.Encoding.UTF8.GetString(file.Content.Span);
                Assert.DoesNotContain("<img", svg, StringComparison.Ordinal);
                Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
            }
    }

    [Fact]
    public void Words_are_filled_in_at_any_depth_and_nothing_else_is_touched() =>
        Assert.Equal("""{"a":[{"b":[1,2]},"$other",null,3]}""", FigureWords.Fill(
            JsonNode.Parse("""{ "a": [{ "b": "$width" }, "$other", null, 3] }""")!, new Dictionary<string, JsonNode> { ["$width"] = new JsonArray(1, 2) }).ToJsonString());
}
