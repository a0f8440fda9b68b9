using System.Text.Json.Nodes;
using Bench.Core;
using Bench.Gate;
using Bench.Reports;

namespace Bench.Tests;

public sealed class HistoryFigureTests
{
    [Fact]
    public void Each_change_has_a_rule_with_the_commit_from_which_on_it_holds()
    {
        string[] labels = [.. Parts(HistoryRuns.Branch()).SelectMany(Labels)];
        History history = History.Of(HistoryRuns.Branch(), HistoryOptions.Default);
        Assert.Equal(history.Changes.Count, labels.Length);
        Assert.Contains("c024f00dbe −7.0 %", labels);
    }

    [Fact]
    public void Series_with_a_change_come_first_and_those_without_one_do_not_crowd_them_out()
    {
        JsonObject[] parts = [.. Parts(HistoryRuns.Of(24, [.. Enumerable.Range(0, 40).Select(static i => ($"w{i:00}/small/node", (HistoryRuns.CourseOf)(run => i == 33 && run >= 12 ? 1.2 : 1)))]))];
        Assert.Equal(8, parts.Length);
        Assert.Equal("w33/small/node", parts[0]["title"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public void No_more_series_are_drawn_than_can_be_read() => Assert.Equal(HistoryFigure.MostSeries,
        Parts(HistoryRuns.Of(24, [.. Enumerable.Range(0, 40).Select(static i => ($"w{i:00}/small/node", (HistoryRuns.CourseOf)(static run => run < 12 ? 1 : 1.5)))])).Count());

    [Fact]
    public void A_gap_leaves_its_place_on_the_axis_empty()
    {
        List<HistoryRun> runs = [.. HistoryRuns.Of(20, ("pi/small/node", static _ => 1))];
        runs[5] = HistoryRuns.Of("gap", HistoryRuns.Fixture(5, "14.0.6", ("nbody/small/node", static _ => 1)));
        JsonArray points = Parts(runs).First(static part => part["title"]!["text"]!.GetValue<string>() == "pi/small/node")["layer"]![0]!["data"]!["values"]!.AsArray();
        Assert.Equal([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], points.Select(static one => one!["run"]!.GetValue<int>()));
    }

    [SkippableFact]
    public async Task The_figure_is_drawn()
    {
        Toolbox tools = new(new RepoLayout(Repo.Root), ToolCatalog.Load(new RepoLayout(Repo.Root).ToolsFile));
        foreach (string id in (string[])["node", "vega", "vega-lite"])
            Skip.If(await tools.ProbeAsync(id, CancellationToken.None) is Availability.Missing, $"{id} is not there");
        ReportFile file = Assert.Single(await HistoryFormats.RenderAsync(History.Of(HistoryRuns.Branch(), HistoryOptions.Default), ["svg"], tools, CancellationToken.None));
        Assert.Equal("figures/history.svg", file.Path);
        string text = System.Text.Encoding.UTF8.GetString(file.Content.Span);
        Assert.Contains("c024f00dbe", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonObject> Parts(IReadOnlyList<HistoryRun> runs) =>
        HistoryFigure.Of(History.Of(runs, HistoryOptions.Default)).Specification["concat"]!.AsArray().Select(static one => one!.AsObject());

    private static IEnumerable<string> Labels(JsonObject part) => part["layer"]!.AsArray()
        .Where(static layer => layer!["mark"]!["type"]!.GetValue<string>() == "text").Select(static layer => layer!["data"]!["values"]![0]!["label"]!.GetValue<string>());
}
