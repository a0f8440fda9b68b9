using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class PaperTests
{
    private static readonly ReportOptions s_paper = ReportOptions.Default with { Style = ReportStyle.Paper };

    [Theory]
    [InlineData("md", "paper-two-machines.md")]
    [InlineData("csv", "paper-two-machines.csv")]
    public void Each_machine_gets_its_block(string format, string file) =>
        StoredFile.Holds(file, Rendered.Text([FixtureRuns.Paper(FixtureRun.Xeon).Summary, FixtureRuns.Paper(FixtureRun.Graviton).Summary], s_paper, format));

    [Fact]
    public void Each_size_gets_its_block() =>
        StoredFile.Holds("paper-two-sizes.md", Rendered.Text([FixtureRuns.Quick().Summary], s_paper, "md"));

    [Fact]
    public void Runs_of_one_machine_share_a_block()
    {
        FixtureRun nbody = One("nbody", "paper", "50000000"), fannkuch = One("fannkuch-redux", "paper", "12");
        ReportTable table = Assert.Single(PaperTables.Of([nbody.Summary, fannkuch.Summary]));
        Assert.Equal(["runtime", "fannkuch-redux", "nbody"], table.Columns.Select(static one => one.Header));
    }

    [Fact]
    public void Machines_with_the_same_processor_are_told_apart()
    {
        MachineInfo larger = FixtureRun.Xeon with { MemoryBytes = 32L << 30 };
        string[] titles = [.. PaperTables.Of([FixtureRuns.Paper(FixtureRun.Xeon).Summary, FixtureRuns.Paper(larger).Summary]).Select(static table => table.Title)];
        Assert.Contains("8.00 GiB", titles[0]);
        Assert.Contains("32.0 GiB", titles[1]);
    }

    [Fact]
    public void Runs_with_other_arguments_under_one_size_name_are_refused() =>
        Refused("refused to mix in a column: the arguments of binary-trees/paper is '18' in one case and '21' in another; report these runs apart",
            () => PaperTables.Of([One("binary-trees", "paper", "18").Summary, One("binary-trees", "paper", "21", "docker-native").Summary]));

    [Fact]
    public void Mixed_sizes_are_refused() =>
        Refused("refused to mix in a table: the size is 'paper' in one case and 'small' in another; report these runs apart",
            () => PaperTable.Of("here", [.. PaperCase.Of(One("nbody", "paper", "50000000").Summary, Phases.Total), .. PaperCase.Of(One("nbody", "small", "50000000").Summary, Phases.Total)]));

    [Fact]
    public void Mixed_phases_are_refused() =>
        Refused("refused to mix in a table: the phase is 'total' in one case and 'execute' in another; report these runs apart",
            () => PaperTable.Of("here", [.. PaperCase.Of(One("nbody", "paper", "1").Summary, Phases.Total), .. PaperCase.Of(One("fasta", "paper", "1").Summary, Phases.Execute)]));

    [Fact]
    public void A_case_that_two_runs_of_one_machine_have_is_refused() =>
        Assert.Contains("nbody/paper/native-clang was run in 2 of these runs",
            Assert.Throws<UsageException>(() => PaperTables.Of([One("nbody", "paper", "1").Summary, One("nbody", "paper", "1").Summary])).Message);

    [Fact]
    public void Two_versions_of_a_runtime_in_one_row_are_refused() =>
        Refused("refused to mix in a row: the version of native-clang is '18.1.8' in one case and '19.1.7' in another; report these runs apart",
            () => PaperTables.Of([One("nbody", "paper", "1", version: "18.1.8").Summary, One("fasta", "paper", "1", version: "19.1.7").Summary]));

    [Fact]
    public async Task A_refused_report_leaves_no_file()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"bench-tests-{Guid.NewGuid():N}");
        await Assert.ThrowsAsync<UsageException>(() => ReportWriter.WriteAsync([One("nbody", "paper", "1").Record, One("nbody", "paper", "2").Record], folder, s_paper, CancellationToken.None));
        Assert.False(Directory.Exists(folder));
    }

    private static FixtureRun One(string workload, string size, string argument, string backend = "native-clang", string version = "19.1.7") =>
        new FixtureRun().Backend(backend, backend, BackendClass.Native, version).Workload(workload, size, argument).Measured($"{workload}/{size}/{backend}", 3310, 3290, 3340);

    private static void Refused(string message, Action table) => Assert.Equal(message, Assert.Throws<UsageException>(table).Message);
}
