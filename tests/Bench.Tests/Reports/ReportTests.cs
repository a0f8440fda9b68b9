using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class ReportTests
{
    [Theory]
    [InlineData("md", "report-quick.md")]
    [InlineData("csv", "report-quick.csv")]
    public void A_run_is_reported_with_the_phases_apart(string format, string file) =>
        StoredFile.Holds(file, Rendered.Text([FixtureRuns.Quick().Summary], ReportOptions.Default, format));

    [Fact]
    public void A_report_without_the_baseline_has_no_ratios() =>
        Assert.DoesNotContain("÷", Rendered.Text([FixtureRuns.Quick().Summary], ReportOptions.Default with { Baseline = "native-gcc" }, "md"));

    [Fact]
    public void Counted_instructions_get_a_column_and_uncounted_ones_none()
    {
        FixtureRun run = FixtureRuns.Quick();
        Assert.DoesNotContain("instructions (", Rendered.Text([run.Summary], ReportOptions.Default, "md"));

        run.Values("nbody/small/native-clang", Phases.Total, Metric.Instructions, 4_120_000_000, 4_120_000_111, 4_120_000_222);
        Assert.Contains("instructions (10⁹)", Rendered.Text([run.Summary], ReportOptions.Default, "md"));
    }

    [Fact]
    public void No_number_of_a_failed_case_is_shown()
    {
        FixtureRun run = FixtureRuns.Quick().Times("mandelbrot/small/wasmedge-aot", Phases.Total, 7.77);
        foreach (string format in (string[])["md", "csv"])
            Assert.DoesNotContain("7.77", Rendered.Text([run.Summary], ReportOptions.Default, format));
    }

    [Fact]
    public void Compilation_is_timed_once_and_shown_at_every_size_but_that_of_a_failed_case()
    {
        FixtureRun run = new FixtureRun().Backend("wasmedge-aot", "WasmEdge AOT", BackendClass.Aot)
            .Workload("nbody", "smoke", "10").Workload("nbody", "small", "100").Workload("nbody", "paper", "1000")
            .Times("nbody/smoke/wasmedge-aot", Phases.Compile, 1402, 1398, 1431).Measured("nbody/smoke/wasmedge-aot", 3, 3, 3)
            .Measured("nbody/small/wasmedge-aot", 30, 30, 30).Failed("nbody/paper/wasmedge-aot", FailureCause.Timeout, "not finished after 60 s");
        Assert.Equal(["compile (s)", "compile (s)", "outcome"], WorkloadTables.Of(run.Summary, "native-clang").Where(static table => table.Title.EndsWith("resources", StringComparison.Ordinal))
            .Select(static table => table.Columns.First(static column => column.Header.StartsWith("compile", StringComparison.Ordinal) || column.Header == "outcome").Header));
    }

    [Fact]
    public void Nasty_text_stays_text()
    {
        FixtureRun run = new FixtureRun().Backend("evil", "a | b `c` <script>", BackendClass.Native, "1.0 *beta*", "-D'x|y' \\").Workload("nbody", "small", "1", "a|b")
            .Failed("nbody/small/evil", FailureCause.ExitCode, "exit | code `1`\n# not a heading\r\n<img src=x>", "```\n</details>\n| a | b |\n````\n\u001b[2Jgone\n" + new string('x', 500));
        StoredFile.Holds("report-nasty.md", Rendered.Text([run.Summary], ReportOptions.Default, "md"));
        StoredFile.Holds("report-nasty.csv", Rendered.Text([run.Summary], ReportOptions.Default, "csv"));
    }

    [Fact]
    public async Task Files_are_written_and_their_paths_returned()
    {
        string folder = Directory.CreateTempSubdirectory("bench-tests-").FullName;
        try
        {
            IReadOnlyList<string> files = await ReportWriter.WriteAsync([FixtureRuns.Quick().Record], Path.Combine(folder, "new"), ReportOptions.Default, CancellationToken.None);
            Assert.Equal(["report.md", "report.csv", "report.html"], files.Select(Path.GetFileName));
            Assert.All(files, static file => Assert.True(new FileInfo(file).Length > 0));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_case_that_the_header_does_not_explain_is_unreadable_input()
    {
        FixtureRun run = new FixtureRun().Backend("native-clang", "Native", BackendClass.Native).Measured("nbody/small/native-clang", 1);
        UsageException e = Assert.Throws<UsageException>(() => Rendered.Text([run.Summary], ReportOptions.Default, "md"));
        Assert.DoesNotContain('\n', e.Message);
    }
}
