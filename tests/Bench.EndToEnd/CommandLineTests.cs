using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The command line as a newcomer or a script uses it, right and wrong.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Theory]
    [InlineData("unknown workload 'nbdy'; did you mean nbody?", "run", "--workload", "nbdy")]
    [InlineData("the suite 'quick' leaves image-inference out; choose another one with --suite", "run", "--workload", "image-inference")]
    [InlineData("unknown backend 'wasmedge-ait'; did you mean wasmedge-aot or wasmedge-jit", "run", "--backend", "wasmedge-ait")]
    [InlineData("unknown size 'smok'; did you mean smoke", "run", "--size", "smok")]
    [InlineData("unknown suite 'quik'; did you mean quick?", "run", "--suite", "quik")]
    [InlineData("unknown verb 'rum'; did you mean run?", "rum")]
    [InlineData("a verb is missing")]
    [InlineData("'soon' is not a duration; write it as 90s, 10m or 2h", "run", "--budget", "soon")]
    [InlineData("--processes must be at least 1", "run", "--processes", "0")]
    [InlineData("'1' is not a precision; write it as 1% or 0.5%", "run", "--precision", "1")]
    [InlineData("'often' is not a number of iterations; write 1 to 10000, or auto", "run", "--iterations", "often")]
    [InlineData("unknown backend 'nativ-clang'; did you mean native-clang", "run", "--baseline", "nativ-clang")]
    [InlineData("nowhere is no run folder: it has no run.jsonl", "report", "nowhere")]
    [InlineData("--extrapolate and --successor belong to --style paper", "report", "nowhere", "--extrapolate")]
    [InlineData("'lucet' is no successor, or one too many: write --successor PUBLISHED=BACKEND", "report", "nowhere", "--style", "paper", "--successor", "lucet")]
    [InlineData("unknown format 'latx'; did you mean latex", "report", "nowhere", "--format", "latx")]
    [InlineData("nowhere is no run folder: it has no run.jsonl", "run", "--resume", "nowhere")]
    [InlineData("--suite cannot be given with --resume: a run goes on as it began", "run", "--resume", "nowhere", "--suite", "smoke")]
    [InlineData("--quick is --processes 1: give one of them", "micro", "--quick", "--processes", "2")]
    [InlineData("--processes must be at least 1", "micro", "--processes", "0")]
    [InlineData("nowhere is no run folder: it has no run.jsonl", "micro", "--resume", "nowhere")]
    [InlineData("--filter cannot be given with --resume: a run goes on as it began", "micro", "--resume", "nowhere", "--filter", "*")]
    [InlineData("nowhere is no run folder: it has no run.jsonl", "compare", "nowhere")]
    [InlineData("nowhere is given twice", "compare", "nowhere", "./nowhere/")]
    [InlineData("unknown axis 'mashine'; did you mean machine?", "compare", "nowhere", "--by", "mashine")]
    [InlineData("cannot read the prices: Could not find file", "compare", "nowhere", "--prices", "prices.yaml")]
    [InlineData("a label has 1 to 64 characters, none of them a control character", "run", "--label", " ")]
    [InlineData("--label cannot be given with --resume: a run goes on as it began", "run", "--resume", "nowhere", "--label", "left")]
    [InlineData("unknown verb 'dmp'; did you mean dump?", "y3", "dmp")]
    [InlineData("a verb is missing (./bench y3 --help)", "y3")]
    [InlineData("Required argument missing for command: 'dump' (./bench y3 dump --help)", "y3", "dump")]
    [InlineData("cannot read: Could not find file", "y3", "dump", "nowhere")]
    [InlineData("cannot read: Could not find file", "y3", "from-json", "nowhere")]
    [InlineData("--max-bytes must be at least 0", "y3", "dump", "nowhere", "--max-bytes", "-1")]
    [InlineData("--max-bytes and --decimal belong to the tree, not to --json", "y3", "dump", "nowhere", "--json", "--decimal")]
    [InlineData("a verb is missing (./bench fleet --help)", "fleet")]
    [InlineData("Required argument missing for command: 'label' (./bench fleet label --help)", "fleet", "label", "node-2")]
    [InlineData("'free' is no price: write that of an hour, a number above 0 with a point, such as price=0.0425", "fleet", "label", "node-2", "price=free")]
    [InlineData("--listen vm-1:5000: expected an address and a port, such as 127.0.0.1:5000", "image", "serve", "--listen", "vm-1:5000")]
    [InlineData("--listen 0.0.0.0:5000: name the address by which other machines reach this one", "image", "serve", "--listen", "0.0.0.0:5000")]
    [InlineData("no image was built here; ./bench image build makes one", "image", "serve", "--listen", "127.0.0.1:5000")]
    [InlineData("Option '--reason' is required (./bench gate accept --help)", "gate", "accept", "nowhere")]
    [InlineData("cannot read the gate's report: Could not find file", "gate", "accept", "nowhere", "--reason", "why not")]
    public async Task A_wrong_word_gets_one_line_that_helps_and_exit_code_2(string message, params string[] arguments)
    {
        CapturedOutput output = await _checkout.BenchAsync(arguments);
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.StartsWith($"bench: {message}", output.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, output.Stderr.Count(static c => c == '\n'));
        Assert.Empty(output.Stdout);
    }

    [Theory]
    [InlineData("{ \"id\": \"nbody\",\n  \"title\": 7", "workload.json(2,13)")]
    [InlineData("{ \"id\": \"nbody\",\n  \"titel\": \"\" }", "titel")]
    [InlineData("not json", "workload.json(1,2)")]
    public async Task A_malformed_workload_is_named_with_its_line(string text, string expected)
    {
        await File.WriteAllTextAsync(_checkout.PathOf("workloads/nbody/workload.json"), text);
        CapturedOutput output = await _checkout.BenchAsync("list");
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.Contains("workloads/nbody/workload.json", output.Stderr, StringComparison.Ordinal);
        Assert.Contains(expected, output.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, output.Stderr.Count(static c => c == '\n'));
    }

    [Fact]
    public async Task Every_verb_shows_an_example_in_its_help()
    {
        string help = (await _checkout.BenchAsync("--help")).Stdout;
        foreach (string verb in (string[])["doctor", "setup", "list", "run", "micro", "stream", "density", "report", "compare", "gate", "y3", "all"])
        {
            Assert.Contains($"  {verb} ", help, StringComparison.Ordinal);
            Assert.Contains($"Example:\n  ./bench {verb}", (await _checkout.BenchAsync(verb, "--help")).Stdout, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task A_run_ends_with_the_table_and_the_report_and_leaves_its_files()
    {
        await SkipWithoutClangAsync();
        CapturedOutput output = await _checkout.BenchAsync("run", "--suite", "smoke", "--backend", "native-clang", "--processes", "2", "--out", "first");
        Assert.True(output.Succeeded, output.Stderr);
        Assert.Contains("nbody", output.Stdout, StringComparison.Ordinal);
        Assert.Contains("Report: first/report.md, and for a browser first/report.html", output.Stdout, StringComparison.Ordinal);
        RunRecord run = RunFolder.Read(_checkout.PathOf("first"));
        Assert.Equal(Machine.Workloads.Count(static one => one.Assets.Count == 0), run.Outcomes.Values.OfType<Outcome.Measured>().Count(static one => one.Processes == 2));
        // This checkout has never seen set-up.
        Assert.All(run.Outcomes.Values.OfType<Outcome.Skipped>(), static one => Assert.EndsWith("./bench setup", one.Reason));
        Assert.Equal(Machine.Workloads.Count(static one => one.Assets.Count > 0), run.Outcomes.Values.OfType<Outcome.Skipped>().Count());
        Assert.Equal(0, run.TornRows);
        Assert.True(File.Exists(_checkout.PathOf("first/samples.csv")));

        CapturedOutput paper = await _checkout.BenchAsync("report", "first", "--style", "paper", "--format", "md");
        Assert.True(paper.Succeeded, paper.Stderr);
        Assert.Equal("first/paper.md\n", paper.Stdout);
        Assert.DoesNotContain(_checkout.Folder, await File.ReadAllTextAsync(_checkout.PathOf("first/run.jsonl")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_budget_is_spent_beyond_the_pilot_and_the_run_says_what_it_bought()
    {
        await SkipWithoutClangAsync();
        CapturedOutput output = await _checkout.BenchAsync("run", "--suite", "smoke", "--workload", "n*", "--backend", "native-*", "--budget", "5s", "--iterations", "7", "--out", "first");
        Assert.True(output.Succeeded, output.Stderr);
        Assert.Contains("Precision: half the 95 % interval of", output.Stdout, StringComparison.Ordinal);
        Assert.Contains("precision: widest ", output.Stdout, StringComparison.Ordinal);
        RunRecord run = RunFolder.Read(_checkout.PathOf("first"));
        Assert.NotEmpty(run.Noise);
        Assert.NotEmpty(run.Plan);
        Assert.Contains(run.Processes, static one => one.Process > MedianEstimate.FewestValues);
        Assert.All(run.Processes.Where(static one => one.Kind == WorkKind.Iterate), one =>
            Assert.Equal(7, run.Measurements.Count(measurement => measurement.Case == one.Case && measurement.Process == one.Process && measurement.Phase == Phases.Iterate)));
        string[] precision = await File.ReadAllLinesAsync(_checkout.PathOf("first/precision.csv"));
        Assert.Equal(1 + run.Outcomes.Values.OfType<Outcome.Measured>().Count(), precision.Length);
        Assert.True(File.Exists(_checkout.PathOf("first/precision-trace.csv")));
    }

    [SkippableFact]
    public async Task Processes_that_are_asked_for_are_all_run_whatever_the_budget_of_the_suite()
    {
        await SkipWithoutClangAsync();
        CapturedOutput output = await _checkout.BenchAsync("run", "--suite", "quick", "--workload", "nop", "--backend", "native-clang", "--size", "smoke", "--processes", "7", "--out", "first");
        Assert.True(output.Succeeded, output.Stderr);
        Assert.Equal(7, RunFolder.Read(_checkout.PathOf("first")).Processes.Count);
    }

    [SkippableFact]
    public async Task A_second_run_into_the_same_folder_is_refused()
    {
        await SkipWithoutClangAsync();
        string[] arguments = ["run", "--suite", "smoke", "--backend", "native-clang", "--workload", "nop", "--out", "first"];
        Assert.True((await _checkout.BenchAsync(arguments)).Succeeded);
        CapturedOutput second = await _checkout.BenchAsync(arguments);
        Assert.Equal(new ExitStatus.Exited(2), second.Exit);
        Assert.Contains("--resume", second.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_measured_is_exit_code_3_and_says_what_took_the_place_of_a_retired_engine()
    {
        CapturedOutput output = await _checkout.BenchAsync("run", "--suite", "smoke", "--backend", "lucet", "--out", "first");
        Assert.Equal(new ExitStatus.Exited(3), output.Exit);
        Assert.All(RunFolder.Read(_checkout.PathOf("first")).Outcomes.Values, static outcome =>
            Assert.StartsWith("retired: Lucet", Assert.IsType<Outcome.Skipped>(outcome).Reason, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Failed_cases_show_in_the_table_and_are_exit_code_1_only_under_strict()
    {
        await SkipWithoutClangAsync();
        await File.WriteAllTextAsync(_checkout.PathOf("workloads/nop/nop.c"), "#include \"bench.h\"\n#include <stdlib.h>\nvoid workload_compute(long n) { (void)n; exit(3); }\nvoid workload_print(FILE *out) { (void)out; }\n");
        string[] arguments = ["run", "--suite", "smoke", "--backend", "native-clang", "--workload", "n*"];
        CapturedOutput lenient = await _checkout.BenchAsync([.. arguments, "--out", "lenient"]);
        Assert.True(lenient.Succeeded, lenient.Stderr);
        Assert.Contains("exit code 3", lenient.Stdout + lenient.Stderr, StringComparison.Ordinal);
        Assert.Contains("Failed", await File.ReadAllTextAsync(_checkout.PathOf("lenient/report.md")), StringComparison.Ordinal);
        Assert.Equal(new ExitStatus.Exited(1), (await _checkout.BenchAsync([.. arguments, "--out", "strict", "--strict"])).Exit);
    }

    [SkippableFact]
    public async Task An_engine_dropped_on_the_path_is_picked_up_and_one_that_disappears_fails_its_cases_only()
    {
        await SkipWithoutClangAsync();
        Skip.IfNot(await Machine.Tools.ProbeAsync("wasmedge", CancellationToken.None) is Availability.Ready, "wasmedge plays the part of the engine");
        _checkout.MorePath = Directory.CreateDirectory(_checkout.PathOf("path")).FullName;
        string engine = Path.Combine(_checkout.MorePath, "wasm3");
        // Gone after the first module it ran.
        await File.WriteAllTextAsync(engine, $"#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'Wasm3 v0.5.0 on x86_64'; exit; fi\nrm -f '{engine}'\nexec wasmedge --force-interpreter \"$@\"\n");
        File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        CapturedOutput output = await _checkout.BenchAsync("run", "--suite", "smoke", "--workload", "n*", "--backend", "wasm3", "--backend", "native-clang", "--out", "first");

        Assert.True(output.Succeeded, output.Stderr);
        RunRecord run = RunFolder.Read(_checkout.PathOf("first"));
        Assert.Equal("0.5.0", run.Header.Backends.Single(static one => one.Id == "wasm3").Version);
        Assert.Equal(3, run.Outcomes.Values.OfType<Outcome.Measured>().Count());
        Outcome.Failed failed = Assert.Single(run.Outcomes.Values.OfType<Outcome.Failed>());
        Assert.Equal(FailureCause.Launch, failed.Cause);
        Assert.Contains("wasm3", failed.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_harness_stays_small_while_it_measures_also_when_a_program_prints_a_lot()
    {
        await SkipWithoutClangAsync();
        await File.WriteAllTextAsync(_checkout.PathOf("workloads/nop/nop.c"),
            "#include \"bench.h\"\nvoid workload_compute(long n) { (void)n; }\nvoid workload_print(FILE *out) { for (long i = 0; i < 10000000; i++) fputs(\"twenty bytes a line\\n\", out); }\n");
        ExecutionOptions options = ExecutionOptions.Default with { Launcher = await Machine.LauncherAsync() };

        Execution bench = await ChildProcess.RunAsync(
            _checkout.BenchCommand("run", "--suite", "smoke", "--backend", "native-clang", "--backend", "node", "--processes", "3", "--out", "first"),
            options, logsToStdout: false, CancellationToken.None);

        Assert.Equal(new ExitStatus.Exited(0), bench.Exit);
        Assert.Contains(RunFolder.Read(_checkout.PathOf("first")).Outcomes.Values, static outcome => outcome is Outcome.Failed { Cause: FailureCause.WrongOutput } failed
            && failed.Error.Contains("printed 200000000 bytes", StringComparison.Ordinal));
        Assert.InRange(bench.Readings.Single(static reading => reading.Metric == Metric.PeakRss).Value, 1, 150L << 20);
    }

    private static async Task SkipWithoutClangAsync() =>
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
}
