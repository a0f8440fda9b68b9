using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>Mistakes that stand in published tables of runtimes: each is refused, or flagged wherever the number is shown.</summary>
public sealed class SevenErrorsTests
{
    private static readonly ReportOptions s_paper = ReportOptions.Default with { Style = ReportStyle.Paper };
    private static readonly string[] s_formats = ["md", "csv", "latex"];

    [Fact]
    public void Sizes_mixed_in_a_row_are_refused()
    {
        // performance.md of the published book: binary-trees 18 for the engines, 21 for the container.
        Summary engine = Run().Workload("binary-trees", "paper", "18").Measured("binary-trees/paper/wasmedge-aot", 1328).Summary;
        Summary container = Run().Workload("binary-trees", "paper", "21").Measured("binary-trees/paper/docker-native", 17191).Summary;
        foreach (string format in s_formats)
            Assert.Contains("the arguments of binary-trees/paper is '18' in one case and '21' in another", Assert.Throws<UsageException>(() => Text([engine, container], s_paper, format)).Message);
        Assert.Contains("sizes-mixed: binary-trees/paper/docker-native: binary-trees/paper is '18' in one run and '21' in another", Text([engine, container], ReportOptions.Default, "md"));
    }

    [Fact]
    public void A_program_that_died_at_once_is_not_the_fastest()
    {
        // README@HEAD: WasmerJIT 0.007(0.001) for mandelbrot-simd, beside 5 to 17 s.
        FixtureRun run = Run().Workload("mandelbrot", "paper", "15000").Workload("nop", "paper", "0");
        foreach ((string backend, double ms) in new[] { ("native-clang", 4979.0), ("wasmedge-aot", 6510), ("node", 5284) })
            run.Measured($"mandelbrot/paper/{backend}", Around(ms)).Measured($"nop/paper/{backend}", Around(9));
        run.Measured("mandelbrot/paper/wasmer", Around(7)).Measured("nop/paper/wasmer", Around(10));
        Flagged(run, "mandelbrot/paper/wasmer", "Wasmer", "faster-than-nothing|far-ahead-of-all");
    }

    [Fact]
    public void What_failed_shows_its_failure_and_no_number()
    {
        FixtureRun run = Run().Workload("mandelbrot", "paper", "15000").Measured("mandelbrot/paper/native-clang", Around(4979))
            .Times("mandelbrot/paper/wasmer", Phases.Total, 7.654).Failed("mandelbrot/paper/wasmer", FailureCause.ExitCode, "exit code 1");
        foreach (ReportOptions options in (ReportOptions[])[ReportOptions.Default, s_paper])
            foreach (string format in s_formats)
            {
                Assert.DoesNotContain("7.65", Text([run.Summary], options, format));
                Assert.Contains("exit code 1", Text([run.Summary], options, format));
            }
    }

    [Fact]
    public void Copied_cells_are_flagged()
    {
        // README@eb87a36, AMD EPYC: the container's cells are those of WAVM to the last digit.
        FixtureRun run = Run().Workload("mandelbrot", "paper", "15000").Workload("binary-trees", "paper", "21").Workload("fasta", "paper", "25000000")
            .Measured("mandelbrot/paper/wasmedge-aot", 10521).Measured("binary-trees/paper/wasmedge-aot", 17544).Measured("fasta/paper/wasmedge-aot", 2354)
            .Measured("mandelbrot/paper/docker-native", 10521).Measured("binary-trees/paper/docker-native", 17544).Measured("fasta/paper/docker-native", 2354);
        Flagged(run, "fasta/paper/docker-native", "Docker", "copied-cells");
    }

    [Fact]
    public void Every_table_says_what_a_time_of_each_runtime_holds()
    {
        FixtureRun run = Run().Workload("nbody", "paper", "50000000").Measured("nbody/paper/wasmedge-aot", Around(3763)).Times("nbody/paper/wasmedge-aot", Phases.Compile, Around(1792))
            .Measured("nbody/paper/node", Around(3391)).Measured("nbody/paper/docker-native", Around(4083)).Times("nbody/paper/docker-native", Phases.Create, Around(120));
        string paper = Text([run.Summary], s_paper, "md");
        Assert.Contains("A time of WasmEdge AOT (compiled in 1.8 s) holds the start and the run of code that was compiled ahead of time; compiling is not counted.", paper);
        Assert.Contains("A time of Node.js holds the start of the engine, its compiling just in time, and the run.", paper);
        Assert.Contains("A time of Docker holds creating and starting the container and the run; removing it is not counted.", paper);
        foreach (string format in s_formats)
            Assert.Contains("totals hold different work", Text([run.Summary], ReportOptions.Default, format));
    }

    [Fact]
    public void Two_modes_are_flagged_and_the_deviation_divides_by_n_minus_one()
    {
        // README@2021: WasmerSinglePass fannkuch 87.7(18.1) of five runs with the population's deviation.
        double[] modes = [76100, 76200, 76150, 76250, 76050, 112100, 112200, 112150, 112250, 112050];
        FixtureRun run = Run().Workload("fannkuch-redux", "paper", "12").Measured("fannkuch-redux/paper/wasmer", modes);
        Flagged(run, "fannkuch-redux/paper/wasmer", "Wasmer", "two-modes");
        Assert.Contains("sample standard deviation (divisor n − 1), n = 10 processes", Text([run.Summary], s_paper, "md"));
        Assert.Contains(new Sample(modes.Select(static one => one * 1e6)).StandardDeviation!.Value.ToString("0.###"), Text([run.Summary], ReportOptions.Default, "csv"));
    }

    [Fact]
    public void Two_kernels_of_one_processor_are_two_blocks_that_name_each_other()
    {
        // The same model moved fannkuch from 25.4 s to 34.2 s between kernels of 2020 and 2021.
        FixtureRun OnKernel(string kernel, double ms) => Run(FixtureRun.Xeon with { Kernel = kernel }).Workload("fannkuch-redux", "paper", "12").Measured("fannkuch-redux/paper/native-clang", Around(ms));
        Summary[] runs = [OnKernel("5.4.0-1010-azure", 25442).Summary, OnKernel("5.8.0-1027-azure", 34207).Summary];
        ReportTable[] blocks = [.. PaperTables.Of(runs)];
        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, static block => Assert.Contains(block.Notes, static note => note.Contains("the same processor but not the same machine (kernel", StringComparison.Ordinal)));
        Assert.Contains("kernel 5.4.0-1010-azure", blocks[0].Title);
        Assert.Contains("kernel 5.8.0-1027-azure", blocks[1].Title);
        foreach (string format in s_formats)
            Assert.Contains("no number is averaged over both", Text(runs, s_paper, format));
    }

    [Fact]
    public void An_answer_that_nobody_checked_is_flagged()
    {
        FixtureRun run = Run().Workload("cat", "paper", "0").Unchecked().Measured("cat/paper/node", Around(60));
        Flagged(run, "cat/paper/node", "Node.js", "output-unchecked");
    }

    /// <summary>Marked where it stands in tables, with text and advice; named in the columns of CSV.</summary>
    private static void Flagged(FixtureRun run, string id, string title, string kind)
    {
        CaseId caseId = CaseId.Parse(id);
        Finding finding = run.Summary.Findings.First(one => one.Case == caseId && kind.Split('|').Contains(one.Id));
        string report = Text([run.Summary], ReportOptions.Default, "md");
        Assert.Contains($"| {caseId.Backend}‡", report);
        Assert.Contains($"{finding.Id}: ", report);
        Assert.Contains(MarkdownText.Escape(finding.Text), report);
        Assert.Contains(MarkdownText.Escape(finding.Advice), report);

        string paper = Text([run.Summary], s_paper, "md");
        Assert.Matches($@"\| {title} .*‡ ", paper);
        Assert.Contains(MarkdownText.Escape($"{caseId.Workload} on {title}"), paper);
        Assert.Contains(MarkdownText.Escape($"{finding.Text}; {finding.Advice}"), paper);

        Assert.Contains($"{caseId.Backend}\\textdaggerdbl", Text([run.Summary], ReportOptions.Default, "latex").Replace("-{}", "-"));
        Assert.Contains("\\textdaggerdbl", Text([run.Summary], s_paper, "latex"));
        Assert.Contains(Text([run.Summary], ReportOptions.Default, "csv").Split('\n'), line => line.Contains($",{caseId.Workload},", StringComparison.Ordinal)
            && line.Contains($",{caseId.Backend},", StringComparison.Ordinal) && line.TrimEnd('\r').Split(',')[^1].Split(' ').Contains(finding.Id));
    }

    private static FixtureRun Run(MachineInfo? machine = null) => new FixtureRun { Machine = machine ?? FixtureRun.Xeon, Processes = 10, Suite = "paper" }
        .Backend("native-clang", "Native", BackendClass.Native).Backend("wasmedge-aot", "WasmEdge AOT", BackendClass.Aot).Backend("node", "Node.js", BackendClass.OptimisingJit)
        .Backend("wasmer", "Wasmer", BackendClass.OptimisingJit).Backend("docker-native", "Docker", BackendClass.Container);

    /// <summary>Ten values, half a per cent wide, no two alike.</summary>
    private static double[] Around(double ms) => [.. Enumerable.Range(0, 10).Select(i => ms * (1 + (0.0005 * (((i * 7) % 10) - 4.5))))];

    private static string Text(IReadOnlyList<Summary> runs, ReportOptions options, string format) => string.Concat(
        ReportWriter.RenderAsync(runs, options, format, CancellationToken.None).GetAwaiter().GetResult().Select(static file => System.Text.Encoding.UTF8.GetString(file.Content.Span)));
}
