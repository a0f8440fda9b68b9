using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

public sealed class HistoryTests
{
    private const string Nbody = "nbody/small/native-clang";

    [Fact]
    public void The_example_of_the_documentation_is_what_a_console_shows()
    {
        History history = History.Of(HistoryRuns.Branch(), HistoryOptions.Default);
        string text = $"{PlainConsole.Text(HistoryTables.Of(history), width: 160)}\n{HistoryTables.Counts(history)}\n";
        StoredFile.Holds("gate-history-branch.txt", text);
        Assert.Contains($"```text\n{text}```", File.ReadAllText(Path.Combine(Repo.Root, "docs", "gate-history.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_markdown_of_a_branch_is_the_stored_one() => StoredFile.Holds("gate-history-branch.md", TextOf(HistoryRuns.Branch(), "md"));

    [Fact]
    public void The_csv_has_a_line_for_each_run_of_each_series()
    {
        string[] lines = TextOf(HistoryRuns.Branch(), "csv").TrimEnd('\n').Split('\n');
        Assert.Equal(1 + (6 * 48), lines.Length);
        Assert.Contains(lines, static line => line.Contains("c024f00dbe,10,", StringComparison.Ordinal) && line.Contains("Native (clang) 14.0.6 → 19.1.7", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_without_the_case_is_a_gap()
    {
        List<HistoryRun> runs = [.. HistoryRuns.Of(20, (Nbody, Step(10)))];
        runs[5] = HistoryRuns.Of("gap", HistoryRuns.Fixture(5, "14.0.6").Failed(Nbody, FailureCause.Trap, "unreachable"));
        History history = History.Of(runs, HistoryOptions.Default);
        Assert.Equal(19, Assert.Single(history.Series).Points.Count);
        Assert.Equal("c010f00dbe", Assert.Single(history.Changes).After.Commit);
    }

    [Fact]
    public void Two_machines_have_a_series_each_and_are_named()
    {
        HistoryRun[] runs = [.. HistoryRuns.Of(20, (Nbody, static _ => 1)),
            .. Enumerable.Range(0, 20).Select(static i => HistoryRuns.Of($"arm-{i:00}", HistoryRuns.Fixture(i, "19.1.7", FixtureRun.Graviton, (Nbody, static _ => 2))))];
        History history = History.Of(runs, HistoryOptions.Default);
        Assert.Equal(2, history.Series.Count);
        Assert.Empty(history.Changes);
        string note = Assert.Single(history.Notes);
        Assert.Contains("Neoverse-N1, 4 cores", note, StringComparison.Ordinal);
        Assert.Contains("Example(R) Processor E1", note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_a_run_counts_once_and_is_named()
    {
        IReadOnlyList<HistoryRun> runs = HistoryRuns.Of(20, (Nbody, static _ => 1));
        History history = History.Of([.. runs, runs[3] with { Path = "copy" }], HistoryOptions.Default);
        Assert.Equal(20, history.Runs.Count);
        Assert.Equal("copy is a copy of run-03 (one commit, one time) and counts once.", Assert.Single(history.Notes));
    }

    [Fact]
    public void Two_runs_of_one_commit_and_one_time_with_other_cases_both_count()
    {
        HistoryRun[] runs = [.. HistoryRuns.Of(20, (Nbody, static _ => 1)), .. HistoryRuns.Of(20, ("pi/small/node", static _ => 1))];
        Assert.Equal(2, History.Of(runs, HistoryOptions.Default).Series.Count);
    }

    [Fact]
    public void Other_arguments_are_named_where_they_change()
    {
        HistoryRun[] runs = [.. Enumerable.Range(0, 20).Select(static i => HistoryRuns.Of($"run-{i}", new FixtureRun { Commit = HistoryRuns.CommitOf(i), Started = HistoryRuns.Start.AddDays(i) }
            .Backend("native-clang", "Native (clang)", BackendClass.Native).Workload("nbody", "small", i < 10 ? "500" : "600").Measured(Nbody, i < 10 ? 100 + (0.01 * i) : 120 + (0.01 * i))))];
        Assert.Contains("At c010f00dbe 2026-01-11 also: arguments of nbody/small: 500 → 600.", HistoryTables.Of(History.Of(runs, HistoryOptions.Default)).First().Notes);
    }

    [Fact]
    public void A_run_at_which_everything_changes_is_pointed_out() => Assert.Contains(
        "At c010f00dbe 2026-01-11 3 of 3 series change at once: look at the machine and its tools before the commit.",
        History.Of(HistoryRuns.Of(20, (Nbody, Step(10)), ("pi/small/node", Step(10)), ("pi/small/native-clang", Step(10))), HistoryOptions.Default).Notes);

    [Fact]
    public void Only_a_rise_of_what_is_newest_counts_as_slower()
    {
        Assert.True(History.Of(HistoryRuns.Of(24, (Nbody, Step(12))), HistoryOptions.Default).HasRisen);
        Assert.False(History.Of(HistoryRuns.Of(24, (Nbody, static i => i < 12 ? 1 : 0.9)), HistoryOptions.Default).HasRisen);
        Assert.False(History.Of(HistoryRuns.Of(50, (Nbody, static i => i is >= 15 and < 35 ? 1.1 : 1)), HistoryOptions.Default).HasRisen);
        Assert.True(History.Of(HistoryRuns.Of(40, (Nbody, static i => Math.Pow(1.005, i))), HistoryOptions.Default).HasRisen);
    }

    [Fact]
    public void Too_few_runs_are_told_with_how_many_it_takes()
    {
        History history = History.Of(HistoryRuns.Of(5, (Nbody, Step(2))), HistoryOptions.Default);
        Assert.False(history.CanTell);
        Assert.Equal(12, history.RunsNeeded);
        Assert.StartsWith("cannot tell: among 1 series it takes 12 runs to tell a change from chance, and the longest series has 5;", HistoryTables.TooFew(history), StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_runs_as_it_takes_show_a_change_in_their_middle()
    {
        int needed = History.Of(HistoryRuns.Of(5, (Nbody, Step(2))), HistoryOptions.Default).RunsNeeded;
        Assert.Single(History.Of(HistoryRuns.Of(needed, (Nbody, static i => i < 6 ? 1 : 2)), HistoryOptions.Default).Changes);
        Assert.Empty(History.Of(HistoryRuns.Of(needed - 2, (Nbody, static i => i < 5 ? 1 : 2)), HistoryOptions.Default).Changes);
    }

    [Fact]
    public void Sizes_of_artifacts_need_two_runs_only()
    {
        HistoryRun[] runs = [.. Enumerable.Range(0, 3).Select(static i => HistoryRuns.Of($"run-{i}",
            HistoryRuns.Fixture(i, "19.1.7", (Nbody, static _ => 1)).Values(Nbody, Phases.Build, Metric.ArtifactBytes, [.. Enumerable.Repeat(i < 2 ? 1000L : 1100, 10)]), Metric.ArtifactBytes))];
        History history = History.Of(runs, HistoryOptions.Default with { Metric = Metric.ArtifactBytes });
        Assert.True(history.CanTell);
        Assert.Equal(1.1, Assert.Single(history.Changes).Ratio.Value, 9);
    }

    [Fact]
    public void A_metric_that_no_run_has_is_refused() =>
        Assert.Contains("instructions", Assert.Throws<UsageException>(() => History.Of([HistoryRuns.Of("one", HistoryRuns.Fixture(0, "19.1.7", (Nbody, Step(1))), Metric.Instructions)], HistoryOptions.Default with { Metric = Metric.Instructions })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_case_that_no_run_has_is_refused_with_near_names() =>
        Assert.Contains("did you mean nbody/small/native-clang", Assert.Throws<UsageException>(() => History.Of(HistoryRuns.Of(2, (Nbody, Step(1))), HistoryOptions.Default with { Cases = "nbody/small/native-clag" })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(12, 3, false)]
    [InlineData(12, 5, true)]
    public void A_level_of_three_runs_has_no_interval_where_its_neighbour_is_short_too(int old, int now, bool hasInterval)
    {
        double[] values = [.. Enumerable.Range(0, old).Select(static i => 100 + (0.1 * i)), .. Enumerable.Range(0, now).Select(static i => 200 + (0.1 * i))];
        HistoryRun run = HistoryRuns.Of("one", HistoryRuns.Fixture(0, "19.1.7", (Nbody, static _ => 1)));
        HistorySeries series = new(CaseId.Parse(Nbody), run.Machine, [.. values.Skip(old - 3).Select(value => new HistoryPoint(run, new HistoryValue(new Estimate(value, null), 10, Phases.Total)))],
            new HistoryCourse([new LevelChange(3, Math.Log(2), 0.001)], null));
        Assert.Equal(hasInterval, Assert.Single(series.Changes).Ratio.Interval is not null);
    }

    private static HistoryRuns.CourseOf Step(int at) => i => i < at ? 1 : 1.1;

    private static string TextOf(IReadOnlyList<HistoryRun> runs, string format) => System.Text.Encoding.UTF8.GetString(
        HistoryFormats.RenderAsync(History.Of(runs, HistoryOptions.Default), [format], null, CancellationToken.None).GetAwaiter().GetResult().Single().Content.Span);
}
