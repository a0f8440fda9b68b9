using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The gate from the command line, over programs that take longer by a planted share: judged by instructions, which come out alike each time.</summary>
public sealed class GateTests : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(3);
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [SkippableTheory]
    [InlineData(0, 5, 1, "RED")]
    [InlineData(0, 0, 0, "GREEN")]
    [InlineData(5, 0, 0, "GREEN")]
    public async Task Five_per_cent_more_work_are_red_by_instructions_and_five_less_an_improvement(int before, int after, int code, string colour)
    {
        await PlantAsync("before", before);
        await PlantAsync("after", after);
        CapturedOutput output = await AbAsync("--baseline-artifacts", "before", "--candidate-artifacts", "after", "--format", "md,json,junit,annotations");

        Assert.Equal((new ExitStatus.Exited(code), ""), (output.Exit, ErrorsOf(output)));
        Assert.Contains($"\n{colour}: ", "\n" + output.Stdout, StringComparison.Ordinal);
        Assert.Equal(before > after, output.Stdout.Contains("Improved", StringComparison.Ordinal));
        Assert.Equal(code == 1, output.Stdout.Contains("::error title=", StringComparison.Ordinal));
        Assert.All((string[])["gate.md", "gate.json", "gate.xml", "baseline/run.jsonl", "candidate/run.jsonl"], file => Assert.True(File.Exists(_checkout.PathOf($"out/{file}")), file));
        Assert.Equal(code == 1, Directory.Exists(_checkout.PathOf("out/confirm")));
    }

    [SkippableFact]
    public async Task The_runs_of_both_sides_can_be_judged_again_and_an_intended_change_is_accepted_with_its_reason()
    {
        await PlantAsync("before", 0);
        await PlantAsync("after", 5);
        await AbAsync("--baseline-artifacts", "before", "--candidate-artifacts", "after");

        string[] again = ["gate", "--baseline", "out/baseline", "--candidate", "out/candidate", "--rules", "rules.yaml", "--out", "again"];
        Assert.Equal(new ExitStatus.Exited(1), (await _checkout.BenchAsync(again)).Exit);
        CapturedOutput accepted = await _checkout.BenchAsync("gate", "accept", "again/gate.json", "--reason", "checks its input now");
        Assert.True(accepted.Succeeded, accepted.Stderr);
        CapturedOutput green = await _checkout.BenchAsync(again);
        Assert.Equal(new ExitStatus.Exited(0), green.Exit);
        Assert.Contains("checks its input now", green.Stdout, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_checkouts_are_measured_with_the_sources_of_each()
    {
        NeedsCompiler();
        using Checkout other = new();
        string kernel = other.PathOf("workloads/nop/nop.c");
        string source = await File.ReadAllTextAsync(kernel);
        await File.WriteAllTextAsync(kernel, source.Replace("int main(", "__attribute__((constructor)) static void planted(void) { for (volatile int i = 0; i < 100000; i++); }\nint main(", StringComparison.Ordinal)
            + "\n__attribute__((constructor)) static void planted_at_the_end(void) { for (volatile int i = 0; i < 100000; i++); }\n");
        await File.WriteAllTextAsync(_checkout.PathOf("rules.yaml"), Rules);

        CapturedOutput output = await _checkout.BenchAsync("gate", "ab", "--baseline-checkout", ".", "--candidate-checkout", other.Folder, "--suite", "smoke", "--workload", "nop", "--backend", "native-gcc",
            "--count", "--processes", "1", "--rules", "rules.yaml", "--out", "out");

        Assert.Equal(new ExitStatus.Exited(1), output.Exit);
        Assert.Contains("nop/smoke/native-gcc", output.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_output_of_the_candidate_is_red_however_fast_it_is()
    {
        CapturedOutput output = await AbAsync("--baseline-cmd", "echo right", "--candidate-cmd", "echo wrong");
        Assert.Equal(new ExitStatus.Exited(1), output.Exit);
        Assert.Contains("wrong output", output.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_only_the_baseline_has_is_listed_and_amber()
    {
        Directory.CreateDirectory(_checkout.PathOf("after"));
        Directory.CreateDirectory(_checkout.PathOf("before"));
        File.Copy("/bin/true", _checkout.PathOf("before/true"));
        CapturedOutput output = await AbAsync("--baseline-artifacts", "before", "--candidate-artifacts", "after", "--strict");
        Assert.Equal(new ExitStatus.Exited(1), output.Exit);
        Assert.Contains("the candidate's folder has no true", output.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_that_is_not_there_yet_is_no_fault_and_the_message_makes_one()
    {
        CapturedOutput output = await _checkout.BenchAsync("gate", "--baseline", "results/main", "--candidate", "results/change");
        Assert.Equal(new ExitStatus.Exited(3), output.Exit);
        Assert.Contains("./bench run --suite quick --processes 10 --out results/main", output.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--baseline RUN and --candidate RUN are needed, or a verb", "gate")]
    [InlineData("give both sides in one way", "gate", "ab", "--baseline-cmd", "true")]
    [InlineData("give both sides in one way", "gate", "ab", "--baseline-cmd", "true", "--candidate-cmd", "true", "--baseline-checkout", ".")]
    [InlineData("the baseline 'exit 3' does not run", "gate", "ab", "--baseline-cmd", "exit 3", "--candidate-cmd", "true")]
    [InlineData("nowhere is no checkout of Bench", "gate", "ab", "--baseline-checkout", "nowhere")]
    [InlineData("nowhere is no folder of programs", "gate", "ab", "--baseline-artifacts", "nowhere", "--candidate-artifacts", "nowhere")]
    [InlineData("unknown format 'junt'; did you mean junit", "gate", "ab", "--baseline-cmd", "true", "--candidate-cmd", "true", "--format", "junt")]
    [InlineData("unknown suite 'gat'; did you mean gate?", "gate", "ab", "--baseline-checkout", ".", "--suite", "gat")]
    [InlineData("--gates must be 1 to 1000", "gate", "calibrate", "--gates", "0")]
    [InlineData("nowhere holds no gate", "gate", "calibrate", "--from", "nowhere")]
    [InlineData("unknown verb 'calibrat'; did you mean calibrate?", "gate", "calibrat")]
    public async Task A_wrong_word_gets_one_line_that_helps_and_exit_code_2(string message, params string[] arguments)
    {
        CapturedOutput output = await _checkout.BenchAsync(arguments);
        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.Contains(message, output.Stderr, StringComparison.Ordinal);
        Assert.Single(output.Stderr.TrimEnd().Split('\n'));
    }

    private const string Rules = "hard: [{ metric: instructions-simulated, more: 1% }]\nsoft: []\n";

    private static string ErrorsOf(CapturedOutput output) => string.Concat(output.Stderr.Split('\n').Where(static line => line.StartsWith("bench:", StringComparison.Ordinal)));

    private async Task<CapturedOutput> AbAsync(params string[] arguments)
    {
        await File.WriteAllTextAsync(_checkout.PathOf("rules.yaml"), Rules);
        string[] count = Machine.Tools.Locate(Machine.Tools.Catalog["valgrind"]) is null ? [] : ["--count"];
        return await _checkout.BenchAsync(["gate", "ab", .. arguments, .. count, "--argument", "1", "--processes", "2", "--rules", "rules.yaml", "--out", "out"]);
    }

    private async Task PlantAsync(string folder, int percent)
    {
        NeedsCompiler();
        Directory.CreateDirectory(_checkout.PathOf(folder));
        CapturedOutput built = await ChildProcess.CaptureAsync(Command.Of("gcc", "-O2", $"-DPLANTED={percent}", "-o", _checkout.PathOf($"{folder}/planted"), Path.Combine(Machine.Layout.Root, "tests/planted/planted.c")), s_timeout, CancellationToken.None);
        Assert.True(built.Succeeded, built.Stderr);
    }

    private static void NeedsCompiler()
    {
        foreach (string tool in (string[])["gcc", "valgrind"])
            Skip.If(Machine.Tools.Locate(Machine.Tools.Catalog[tool]) is null, $"{tool} is not installed");
    }
}
