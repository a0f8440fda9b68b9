using System.Text.Json.Nodes;
using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>Small multiples of the series over the runs: each run's median with its interval, the levels, and a rule where one begins.</summary>
internal static class HistoryFigure
{
    /// <summary>More would be too many to read.</summary>
    internal const int MostSeries = 24;

    /// <summary>Up to here series without a change are shown too, so that a reader sees the noise.</summary>
    private const int EnoughSeries = 8;

    private const int Columns = 2, Width = 400, Height = 120, MostLabels = 6;
    private const string Rise = "#d55e00", Fall = "#009e73", Line = "#0072b2", Level = "#1a1f26";

    internal static FigureSheet Of(History history)
    {
        HistorySeries[] shown = [.. history.Series.OrderByDescending(static one => one.Course.Changes.Count > 0).ThenByDescending(static one => one.Course.Drift is not null)
            .Where(static (one, i) => i < EnoughSeries || one.Course.Changes.Count > 0 || one.Course.Drift is not null).Take(MostSeries)];
        int left = history.Series.Count - shown.Length;
        string machine = history.Machines.Count == 1 ? history.MachineName(history.Machines[0]) : $"{history.Machines.Count} machines";
        return new FigureSheet("history", new JsonObject
        {
            ["$schema"] = FigureSheet.Schema,
            ["title"] = new JsonObject
            {
                ["text"] = $"{char.ToUpperInvariant(HistoryTables.Subject(history.Options.Metric)[0])}{HistoryTables.Subject(history.Options.Metric)[1..]} from run to run",
                ["subtitle"] = $"{machine}; {HistoryTables.Counts(history)}{(left > 0 ? $"; {CountText.Of(left, "series is", "series are")} not shown" : "")}",
            },
            ["columns"] = Columns,
            ["spacing"] = 22,
            ["concat"] = new JsonArray([.. shown.Select(one => Part(history, one))]),
            ["config"] = FigureTheme.Print.Config(),
        });
    }

    private static JsonObject Part(History history, HistorySeries series)
    {
        Unit unit = HistoryTables.UnitOf(history.Options.Metric, series.Points.Select(static one => one.Value.Median.Value));
        HistoryRun[] runs = [.. history.Runs.Where(run => run.Machine == series.Machine)];
        Dictionary<HistoryRun, int> positions = runs.Select(static (run, i) => (run, i)).ToDictionary();
        return new JsonObject
        {
            ["title"] = new JsonObject { ["text"] = series.Case.ToString() + (history.Machines.Count > 1 ? $", {series.Machine}" : ""), ["fontSize"] = 11, ["frame"] = "group", ["offset"] = 16 },
            ["width"] = Width, ["height"] = Height,
            ["layer"] = new JsonArray([
                Layer(Points(series, positions, unit), new JsonObject { ["type"] = "rule", ["color"] = Line, ["opacity"] = 0.5 }, X(runs), Y("low", unit), ("y2", new JsonObject { ["field"] = "high" })),
                Layer(Points(series, positions, unit), new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 22, ["opacity"] = 1, ["color"] = Line }, X(runs), Y("value", unit)),
                Layer(Levels(series, positions, unit), new JsonObject { ["type"] = "rule", ["color"] = Level, ["strokeWidth"] = 1.5 }, X(runs, "from"), ("x2", new JsonObject { ["field"] = "to" }), Y("start", unit), ("y2", new JsonObject { ["field"] = "end" })),
                .. Marks(series, positions, runs),
            ]),
        };
    }

    private static JsonArray Points(HistorySeries series, Dictionary<HistoryRun, int> positions, Unit unit) => [.. series.Points.Select(one => new JsonObject
    {
        ["run"] = positions[one.Run], ["value"] = one.Value.Median.Value / unit.Size,
        ["low"] = (one.Value.Median.Interval?.Low ?? one.Value.Median.Value) / unit.Size, ["high"] = (one.Value.Median.Interval?.High ?? one.Value.Median.Value) / unit.Size,
    })];

    /// <summary>A line for each level; where the series drifts, along the drift.</summary>
    private static JsonArray Levels(HistorySeries series, Dictionary<HistoryRun, int> positions, Unit unit)
    {
        int[] begins = [0, .. series.Course.Changes.Select(static one => one.Begin), series.Points.Count];
        double slope = series.Points.Count > 1 ? (series.Course.Drift?.Rise.Value ?? 0) / (series.Points.Count - 1) : 0;
        return [.. begins.Zip(begins.Skip(1)).Select(level =>
        {
            double[] values = [.. series.Medians(level.First, level.Second).Select(static one => Math.Log(one))];
            double start = new Sample(values.Select((value, i) => value - (slope * i))).Median;
            return new JsonObject
            {
                ["from"] = positions[series.Points[level.First].Run], ["to"] = positions[series.Points[level.Second - 1].Run],
                ["start"] = Math.Exp(start) / unit.Size, ["end"] = Math.Exp(start + (slope * (values.Length - 1))) / unit.Size,
            };
        })];
    }

    /// <summary>A rule before the first run of a new level, with its commit; labels of neighbours stand on two lines.</summary>
    private static IEnumerable<JsonNode> Marks(HistorySeries series, Dictionary<HistoryRun, int> positions, HistoryRun[] runs)
    {
        HistoryChange[] changes = [.. series.Changes];
        for (int i = 0; i < changes.Length; i++)
        {
            HistoryChange one = changes[i];
            JsonArray row = [new JsonObject { ["at"] = positions[one.After] - 0.5, ["label"] = $"{one.After.Commit} {Signed(one.Ratio.Value)}" }];
            string colour = one.Ratio.Value > 1 ? Rise : Fall;
            // What begins far on the right would run out of the frame.
            string align = positions[one.After] > 0.66 * runs.Length ? "right" : "left";
            yield return Layer(row, new JsonObject { ["type"] = "rule", ["strokeDash"] = new JsonArray(4, 3), ["color"] = colour, ["strokeWidth"] = 1.5 }, X(runs, "at"));
            yield return Layer((JsonArray)row.DeepClone(), new JsonObject { ["type"] = "text", ["align"] = align, ["dx"] = align == "left" ? 3 : -3, ["dy"] = -6, ["fontSize"] = 10, ["color"] = colour, ["clip"] = false },
                X(runs, "at"), ("y", new JsonObject { ["value"] = i % 2 == 0 ? 0 : 22 }), ("text", new JsonObject { ["field"] = "label", ["type"] = "nominal" }));
        }
    }

    private static string Signed(double ratio) => $"{(ratio >= 1 ? "+" : "−")}{Rounding.Significant(100 * Math.Abs(ratio - 1), 2)} %";

    private static (string, JsonNode) X(HistoryRun[] runs, string field = "run")
    {
        int step = Math.Max(1, (int)Math.Ceiling(runs.Length / (double)MostLabels));
        int[] ticks = [.. Enumerable.Range(0, runs.Length).Where(i => i % step == 0)];
        string labels = new JsonArray([.. runs.Select(static one => one.Commit.Length > 7 ? one.Commit[..7] : one.Commit)]).ToJsonString();
        return ("x", new JsonObject
        {
            ["field"] = field, ["type"] = "quantitative", ["title"] = null, ["scale"] = new JsonObject { ["domain"] = new JsonArray(-0.7, runs.Length - 0.3), ["nice"] = false },
            ["axis"] = new JsonObject { ["values"] = new JsonArray([.. ticks]), ["labelExpr"] = $"{labels}[datum.value]", ["grid"] = false, ["labelOverlap"] = false },
        });
    }

    private static (string, JsonNode) Y(string field, Unit unit) =>
        ("y", new JsonObject { ["field"] = field, ["type"] = "quantitative", ["title"] = unit.Name.Length > 0 ? unit.Name : null, ["scale"] = new JsonObject { ["zero"] = false } });

    private static JsonObject Layer(JsonArray rows, JsonObject mark, params IEnumerable<(string Channel, JsonNode Encoding)> channels) => new()
    {
        ["data"] = new JsonObject { ["values"] = rows },
        ["mark"] = mark,
        ["encoding"] = new JsonObject(channels.Select(static one => KeyValuePair.Create<string, JsonNode?>(one.Channel, one.Encoding))),
    };
}
