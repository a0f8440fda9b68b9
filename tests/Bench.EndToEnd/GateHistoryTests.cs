using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>A branch of made-up runs, asked by the command line what changed.</summary>
public sealed class GateHistoryTests : IDisposable
{
    private static readonly CaseId s_case = new("nbody", "small", "native-clang");
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);

    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task A_step_is_told_with_its_commit_and_written_to_files()
    {
        Write("main", 20, static run => run < 10 ? 1 : 1.2);

        CapturedOutput output = await _checkout.BenchAsync("gate", "history", "main", "--format", "md,csv", "--out", "out");

        Assert.True(output.Succeeded, output.Stderr);
        Assert.Contains("c010f00dbe 2026-01-11", output.Stdout, StringComparison.Ordinal);
        Assert.Contains("1 series of 20 runs, 1 change of 2 % or more\nout/history.md\nout/history.csv\n", output.Stdout, StringComparison.Ordinal);
        Assert.Equal(21, (await File.ReadAllLinesAsync(_checkout.PathOf("out/history.csv"))).Length);
        Assert.Equal(new ExitStatus.Exited(1), (await _checkout.BenchAsync("gate", "history", "main", "--strict")).Exit);
        Assert.Equal(new ExitStatus.Exited(0), (await _checkout.BenchAsync("gate", "history", "main", "--strict", "--at-least", "30%")).Exit);
    }

    [Fact]
    public async Task Too_few_runs_end_with_3_and_what_it_takes()
    {
        Write("main", 4, static _ => 1);

        CapturedOutput output = await _checkout.BenchAsync("gate", "history", "main");

        Assert.Equal(new ExitStatus.Exited(3), output.Exit);
        Assert.Contains("it takes 12 runs to tell a change from chance, and the longest series has 4", output.Stdout.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no run: no folder in it has a run.jsonl", "gate", "history", "workloads")]
    [InlineData("unknown metric 'wal'", "gate", "history", "main", "--metric", "wal")]
    [InlineData("unknown format 'pdf'", "gate", "history", "main", "--format", "pdf")]
    [InlineData("unknown case 'pi/*'", "gate", "history", "main", "--case", "pi/*")]
    public async Task What_cannot_be_read_or_is_not_known_ends_with_2(string message, params string[] arguments)
    {
        Write("main", 2, static _ => 1);

        CapturedOutput output = await _checkout.BenchAsync(arguments);

        Assert.Equal(new ExitStatus.Exited(2), output.Exit);
        Assert.Contains(message, output.Stderr, StringComparison.Ordinal);
    }

    /// <summary>A run a day of ten processes around a level, none like another.</summary>
    private void Write(string folder, int runs, Func<int, double> level)
    {
        for (int run = 0; run < runs; run++)
        {
            SplitMix random = new((ulong)run);
            using RunWriter writer = RunWriter.Create(_checkout.PathOf($"{folder}/{run}"), HeaderOf(run));
            for (int process = 1; process <= 10; process++)
                writer.Write(new ProcessRecord(s_case, WorkKind.Execute, process, process, s_start.AddDays(run).AddSeconds(process)),
                    [new Reading(0, Phases.Total, Metric.Wall, (long)(2e8 * level(run) * (1 + (0.02 * random.NextDouble()))))]);
            writer.Write(new Outcome.Measured(s_case, 10));
        }
    }

    private static RunHeader HeaderOf(int run) => new()
    {
        Schema = RunHeader.CurrentSchema, BenchVersion = "0.1.0", Commit = $"c{run:000}f00dbeef", StartedAt = s_start.AddDays(run), Seed = (ulong)run,
        Options = new RunOptions { Suite = "quick", Processes = 10, CaseTimeout = TimeSpan.FromMinutes(1), MemoryLimitBytes = 1 << 30 },
        Machine = new MachineInfo("Example E1", 2, 8L << 30, "x64", "6.12.0", "Debian GNU/Linux 13 (trixie)", ""),
        Tools = [], Backends = [new BackendInfo("native-clang", "Native (clang)", BackendClass.Native, "19.1.7", "")],
        Workloads = [new WorkloadInfo("nbody", "n-body", new Dictionary<string, IReadOnlyList<string>> { ["small"] = ["5000000"] })], Cases = [s_case],
    };
}
