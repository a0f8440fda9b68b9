using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class PublishedTests
{
    private static readonly ReportOptions s_paper = ReportOptions.Default with { Style = ReportStyle.Paper };

    [Fact]
    public void Every_published_cell_is_a_number_of_seconds_or_failed()
    {
        Assert.Equal(4, PublishedTables.All.Count);
        foreach (PublishedTable table in PublishedTables.All)
        {
            Assert.Equal("s", table.Unit);
            Assert.Contains(table.Runtimes, one => one.Id == table.Baseline);
            foreach (PublishedWorkload workload in table.Workloads)
                Assert.All(workload.Cells, cell =>
                {
                    Assert.Contains(table.Runtimes, one => one.Id == cell.Key);
                    Assert.Matches(@"^(\d+\.\d{3}|failed)$", cell.Value);
                });
        }
    }

    [Fact]
    public void Cells_that_are_doubted_are_those_that_equal_another_to_the_last_digit()
    {
        (string, string, string)[] doubted = [.. from table in PublishedTables.All
            from workload in table.Workloads
            from cell in workload.Doubts ?? new Dictionary<string, string>()
            select (table.Id, workload.Id, cell.Key)];
        (string, string, string)[] equal = [.. from table in PublishedTables.All
            from workload in table.Workloads
            where workload.Seconds("docker") is double docker && docker > 1 && docker == workload.Seconds("wavm")
            select (table.Id, workload.Id, "docker")];
        Assert.Equal(3, equal.Length);
        Assert.Equal(equal, doubted);
    }

    [Fact]
    public void Our_paper_sizes_have_the_published_arguments()
    {
        IReadOnlyList<Workload> workloads = WorkloadCatalog.Load(new RepoLayout(Repo.Root).Workloads);
        foreach (PublishedWorkload published in PublishedTables.All.SelectMany(static one => one.Workloads))
            if (workloads.FirstOrDefault(one => one.Id == published.Id) is Workload ours)
                Assert.Equal(published.Arguments, ours.Sizes["paper"].Args);
    }

    [Fact]
    public void Other_parameters_are_not_compared_and_the_report_says_why()
    {
        FixtureRun run = Run("binary-trees", "18").Measured("binary-trees/paper/native-clang", 1100, 1101, 1102);
        string text = Rendered.Text([run.Summary], s_paper, "md");
        Assert.Contains("not compared with the published tables: binary-trees was run with 18 and published with 21", text);
        Assert.DoesNotContain("15.848", text);
    }

    [Fact]
    public void Ratios_are_to_the_native_program_of_the_same_machine()
    {
        string row = RowOf(Run("nbody", "50000000").Measured("nbody/paper/native-clang", 1000, 1000, 1000).Measured("nbody/paper/node", 1500, 1500, 1500), "Node.js");
        // 3.391 / 3.310 then, 1500 / 1000 now.
        Assert.Equal("nbody | Node.js 14.3 (V8) | 3.391 | 1.02 | node | 1.50 | 3 | 1.50 | 1.46", row);
    }

    [Fact]
    public void A_runtime_of_its_time_is_retired_until_a_successor_is_named()
    {
        FixtureRun run = Run("nbody", "50000000").Measured("nbody/paper/native-clang", 1000, 1001, 1002).Measured("nbody/paper/wasmtime-precompiled", 1200, 1201, 1202);
        Assert.Contains("| retired |", RowOf(run, "Lucet"));
        Assert.Contains("| wasmtime-precompiled |", RowOf(run, "Lucet", s_paper with { Successors = new Dictionary<string, string> { ["lucet"] = "wasmtime-precompiled" } }));
        Assert.Contains("unknown published runtime 'lucett'; did you mean lucet", Assert.Throws<UsageException>(() =>
            RowOf(run, "Lucet", s_paper with { Successors = new Dictionary<string, string> { ["lucett"] = "x" } })).Message);
    }

    [Fact]
    public void A_failed_cell_of_ours_is_never_ranked()
    {
        FixtureRun run = Run("nbody", "50000000").Measured("nbody/paper/native-clang", 1000, 1001, 1002).Measured("nbody/paper/node", 1100, 1101, 1102)
            .Times("nbody/paper/docker-native", Phases.Total, 1).Failed("nbody/paper/docker-native", FailureCause.WrongOutput, "printed nothing");
        ReportTable order = PaperDocument.Tables([run.Summary], s_paper).First(static one => one.Title.EndsWith("the order of Azure, June 2020", StringComparison.Ordinal));
        Assert.Equal("native, node14", order.Rows[0][4].Text);
        Assert.Equal("native, node14", order.Rows[0][5].Text);
    }

    [Fact]
    public void Published_milliseconds_give_no_ratio() =>
        Assert.Equal("nop | Docker (native program) | 0.881 | – | docker-native | 0.120 | 3 | 120 | –",
            RowOf(Run("nop", "0").Measured("nop/paper/native-clang", 1, 1, 1).Measured("nop/paper/docker-native", 120, 120, 120), "Docker"));

    [Fact]
    public void A_slow_case_is_extrapolated_where_asked_for_and_marked_and_never_ranked()
    {
        FixtureRun run = Run("nbody", "50000000").Workload("nbody", "smoke", "1000").Workload("nbody", "small-interpreter", "200000").Workload("nbody", "small", "5000000").Work("nbody", "n")
            .Measured("nbody/paper/native-clang", 3310, 3320, 3300)
            .Measured("nbody/smoke/wasmedge-interpreter", 10.2, 10.2, 10.2).Measured("nbody/small-interpreter/wasmedge-interpreter", 50, 50.1, 49.9).Measured("nbody/small/wasmedge-interpreter", 1010, 1012, 1008)
            .Failed("nbody/paper/wasmedge-interpreter", FailureCause.Timeout, "not finished after 1800 s");

        Assert.DoesNotContain("≈", Rendered.Text([run.Summary], s_paper, "md"));
        string text = Rendered.Text([run.Summary], s_paper with { Extrapolate = true }, "md");
        Assert.Matches(@"\| WasmEdge interpreter \| +≈ 10\.\d+ \\\[\d+\.\d+, \d+\.\d+\\\] \|", text);
        Assert.Contains("extrapolated from n = 1000, 200000, 5000000 by t = a + b · n", text);
        Assert.DoesNotContain("wasmedge-interpreter", text);
    }

    [Fact]
    public void Two_smaller_sizes_or_an_unknown_growth_are_not_extrapolated()
    {
        FixtureRun two = Run("nbody", "50000000").Workload("nbody", "smoke", "1000").Workload("nbody", "small", "200000").Work("nbody", "n").Measured("nbody/paper/native-clang", 3310)
            .Measured("nbody/smoke/wasmedge-interpreter", 10).Measured("nbody/small/wasmedge-interpreter", 50);
        FixtureRun unknown = Run("nbody", "50000000").Workload("nbody", "smoke", "1000").Workload("nbody", "small", "200000").Workload("nbody", "medium", "400000").Work("nbody", "exp(n)")
            .Measured("nbody/paper/native-clang", 3310).Measured("nbody/smoke/wasmedge-interpreter", 10).Measured("nbody/small/wasmedge-interpreter", 50).Measured("nbody/medium/wasmedge-interpreter", 90);
        foreach (FixtureRun run in (FixtureRun[])[two, unknown])
            Assert.DoesNotContain("≈", Rendered.Text([run.Summary], s_paper with { Extrapolate = true }, "md"));
    }

    private static FixtureRun Run(string workload, string argument) => new FixtureRun { Suite = "paper" }
        .Backend("native-clang", "Native, clang", BackendClass.Native).Backend("node", "Node.js", BackendClass.OptimisingJit).Backend("docker-native", "Docker, native program", BackendClass.Container)
        .Backend("wasmtime-precompiled", "Wasmtime", BackendClass.Aot).Backend("wasmedge-interpreter", "WasmEdge interpreter", BackendClass.Interpreter)
        .Workload(workload, "paper", argument);

    /// <summary>The row of a published runtime in the comparison with the first published table.</summary>
    private static string RowOf(FixtureRun run, string published, ReportOptions? options = null) =>
        string.Join(" | ", PaperDocument.Tables([run.Summary], options ?? s_paper).First(static one => one.Title.EndsWith("beside Azure, June 2020", StringComparison.Ordinal))
            .Rows.Single(row => row[1].Text.StartsWith(published, StringComparison.Ordinal)).Select(static cell => cell.Text));
}
