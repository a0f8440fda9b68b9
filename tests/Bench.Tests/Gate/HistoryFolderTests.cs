using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

public sealed class HistoryFolderTests : IDisposable
{
    private const string Nbody = "nbody/small/native-clang";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_are_in_the_order_of_their_start_whatever_their_folders_are_called()
    {
        for (int i = 0; i < 5; i++)
            HistoryRuns.Write(_folder[$"main/{9 - i}"], HistoryRuns.Fixture(i, "19.1.7", (Nbody, static _ => 1)).Record);
        _folder.Write("main/notes/readme.txt", "no run");
        Assert.Equal(["c000f00dbe", "c001f00dbe", "c002f00dbe", "c003f00dbe", "c004f00dbe"], Read("main").Select(static run => run.Commit));
    }

    [Fact]
    public void A_run_folder_stands_for_itself_and_counts_once_beside_the_folder_that_holds_it()
    {
        HistoryRuns.Write(_folder["main/one"], HistoryRuns.Fixture(1, "19.1.7", (Nbody, static _ => 1)).Record);
        HistoryRuns.Write(_folder["main/two"], HistoryRuns.Fixture(2, "19.1.7", (Nbody, static _ => 1)).Record);
        Assert.Single(Read("main/one"));
        Assert.Equal(2, Read("main", "main/two").Count);
    }

    [Fact]
    public void Numbers_of_the_chosen_metric_are_kept()
    {
        HistoryRuns.Write(_folder["main/one"], HistoryRuns.Fixture(1, "19.1.7", (Nbody, static _ => 1)).Values(Nbody, Phases.Total, Metric.PeakRss, [.. Enumerable.Repeat(4096L, 10)]).Record);
        HistoryValue value = Assert.Single(HistoryFolder.Read([_folder["main"]], Metric.PeakRss)[0].Values).Value;
        Assert.Equal((4096.0, 10, Phases.Total), (value.Median.Value, value.Processes, value.Phase));
    }

    [Fact]
    public void A_torn_last_line_costs_the_process_that_it_belongs_to()
    {
        HistoryRuns.Write(_folder["main/one"], HistoryRuns.Fixture(1, "19.1.7", (Nbody, static _ => 1)).Record);
        string file = RunFolder.RunFile(_folder["main/one"]);
        string[] lines = File.ReadAllLines(file);
        File.WriteAllText(file, string.Join('\n', lines[..^2]) + "\n" + lines[^2][..10]);
        Assert.Equal(9, Assert.Single(Read("main")[0].Values).Value.Processes);
    }

    [Fact]
    public void A_folder_without_runs_is_refused_with_how_to_make_one()
    {
        Directory.CreateDirectory(_folder["empty"]);
        string message = Assert.Throws<UsageException>(() => Read("empty")).Message;
        Assert.Equal($"{_folder["empty"]} holds no run: no folder in it has a run.jsonl; ./bench run --out {_folder["empty/NAME"]} makes one", message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() => Assert.Contains("no-such", Assert.Throws<UsageException>(() => Read("no-such")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"type\":\"head", "not the header of a run")]
    [InlineData("{\"type\":\"header\",\"header\":{\"schema\":99}}", "was written by a newer version (schema 99")]
    public void A_run_that_cannot_be_read_is_named_and_can_be_taken_out(string text, string reason)
    {
        HistoryRuns.Write(_folder["main/one"], HistoryRuns.Fixture(1, "19.1.7", (Nbody, static _ => 1)).Record);
        string file = _folder.Write("main/two/run.jsonl", text);
        string message = Assert.Throws<UsageException>(() => Read("main")).Message;
        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.EndsWith("take it out of the history, and the rest can be read", message, StringComparison.Ordinal);
    }

    private IReadOnlyList<HistoryRun> Read(params string[] folders) => HistoryFolder.Read([.. folders.Select(one => _folder[one])], Metric.Wall);
}
