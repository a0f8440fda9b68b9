using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>Deployment forms side by side: starts with and without a page cache, containers phase by phase, a server of requests.</summary>
public sealed class ColdStartReportTests
{
    private static readonly ReportOptions s_options = ReportOptions.Default with { Style = ReportStyle.ColdStart };

    [Fact]
    public void Every_form_has_its_starts_its_weight_and_the_claims_beside_it() =>
        StoredFile.Holds("cold-start.md", Rendered.Text([Run().Summary], s_options, "md"));

    [Fact]
    public void A_claim_holds_only_where_the_whole_interval_does()
    {
        string claims = Notes("start-up", Run());
        // 25 to 1 against wasm2c, 2 to 1 against an engine in a process; nothing reaches a hundred to one.
        Assert.Equal("At least 10 times, by the whole interval: docker-native: native-clang, wasm2c. | At least 100 times, by the whole interval: docker-native: native-clang.", claims);
    }

    [Fact]
    public void With_too_few_processes_for_an_interval_a_claim_is_unclear()
    {
        FixtureRun run = new FixtureRun { Suite = "cold-start", Processes = 2 }.Backend("wasm2c", "", BackendClass.Aot).Backend("docker-native", "", BackendClass.Container).Workload("nop", "small", "0")
            .Measured("nop/small/wasm2c", 1, 1.1).Measured("nop/small/docker-native", 900, 910).Times("nop/small/docker-native", Phases.Create, 20, 21);
        Assert.StartsWith("At least 10 times, by the whole interval: docker-native: unclear.", Notes("start-up", run));
    }

    [Fact]
    public void Starts_without_a_cache_stand_in_no_other_report() =>
        Assert.DoesNotContain("uncached", Rendered.Text([Run().Summary], ReportOptions.Default, "md"), StringComparison.Ordinal);

    [Fact]
    public void The_page_runs_no_script_and_says_the_same()
    {
        string page = Rendered.Text([Run().Summary], s_options, "html");
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("<h3>Claimed and measured: start-up</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"failed\">Failed: out of memory</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_hostile_run_becomes_markup()
    {
        FixtureRun run = new FixtureRun { Suite = "cold-start", Machine = FixtureRun.Xeon with { Cpu = "<img src=x onerror=alert(1)>" } }
            .Backend("<script>", "</style><script>alert(1)</script>", BackendClass.Native).Workload("nop", "small", "0").Measured("nop/small/<script>", 1, 2, 3);
        string page = Rendered.Text([run.Summary], s_options, "html");
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_other_workloads_says_how_to_get_one() =>
        Assert.Contains("neither nop nor triple; ./bench run --suite cold-start", Rendered.Text([FixtureRuns.Quick().Summary], s_options, "md"), StringComparison.Ordinal);

    private static string Notes(string claim, FixtureRun run) =>
        string.Join(" | ", ColdStartDocument.Of([run.Summary], "native-clang").OfType<ReportBlock.Grid>().First(one => one.Table.Title.EndsWith(claim, StringComparison.Ordinal)).Table.Notes);

    private static FixtureRun Run()
    {
        FixtureRun run = new FixtureRun { Suite = "cold-start", Processes = 6 }
            .Backend("native-clang", "Native", BackendClass.Native).Backend("wasm2c", "wasm2c", BackendClass.Aot).Backend("wasmedge-interpreter", "WasmEdge", BackendClass.Interpreter)
            .Backend("workerd", "workerd", BackendClass.OptimisingJit).Backend("docker-native", "Docker", BackendClass.Container).Backend("docker-debian", "Docker on Debian", BackendClass.Container, null)
            .Workload("nop", "small", "0").Workload("triple", "small", "160376");
        Start("nop/small/native-clang", 0.7, 3, 2 << 20);
        Start("nop/small/wasm2c", 5, 9, 3 << 20);
        Start("nop/small/wasmedge-interpreter", 62, 160, 55 << 20);
        Start("nop/small/docker-native", 125, 180, null);
        run.Times("nop/small/docker-native", Phases.Create, Like(20)).Times("nop/small/docker-native", Phases.Start, Like(90)).Times("nop/small/docker-native", Phases.Remove, Like(8))
            .Times("nop/small/docker-native", Phases.Harness, Like(3)).Times("nop/small/docker-native", Phases.Image, 30)
            .Values("nop/small/docker-native", Phases.Total, Metric.PeakCgroup, 6 << 20, 6 << 20).Values("nop/small/docker-native", Phases.Total, Metric.ImageBytes, 750_000, 750_000);
        run.Values("nop/small/wasm2c", Phases.Build, Metric.ArtifactBytes, 100_000, 100_000).Times("nop/small/wasm2c", Phases.Compile, Like(1300))
            .Values("nop/small/wasmedge-interpreter", Phases.Build, Metric.ArtifactBytes, 160_000, 160_000);
        run.Failed("nop/small/workerd", FailureCause.OutOfMemory, "more than 64 MiB").Skipped("nop/small/docker-debian", "'debootstrap' is not on PATH; ./bench setup");
        Start("triple/small/native-clang", 0.8, 3.2, 2 << 20);
        run.Times("triple/small/native-clang", Phases.FirstOutput, Like(0.75)).Times("triple/small/native-clang", Phases.Uncached(Phases.FirstOutput), Like(3.1));
        Start("triple/small/workerd", 140, 300, 60 << 20);
        return run.Times("triple/small/workerd", Phases.RequestFirst, Like(4)).Times("triple/small/workerd", Phases.Request, Like(0.6)).Times("triple/small/workerd", Phases.FirstOutput, Like(120));

        void Start(string caseId, double warm, double cold, long? peak)
        {
            run.Measured(caseId, Like(warm)).Times(caseId, Phases.Startup, Like(0.8 * warm)).Times(caseId, Phases.Uncached(Phases.Total), Like(cold)).Times(caseId, Phases.Uncached(Phases.Startup), Like(0.9 * cold));
            if (peak is long bytes)
                run.Values(caseId, Phases.Total, Metric.PeakRss, [.. Enumerable.Repeat(bytes, 6)]);
        }

        static double[] Like(double ms) => [.. new[] { 1, 1.01, 0.98, 1.03, 0.99, 1.005 }.Select(factor => ms * factor)];
    }
}
