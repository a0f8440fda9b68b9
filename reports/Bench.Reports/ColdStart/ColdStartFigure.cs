using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Reports;

/// <summary>Every deployment form on one logarithmic axis: spawn until exit, page cache warm and empty.</summary>
internal static class ColdStartFigure
{
    private const string Warm = "page cache warm", Uncached = "page cache empty";
    private const int PlotWidth = 380;

    /// <returns>SVG of the first run that has one; null where there is none, or what draws is missing.</returns>
    internal static async Task<ReadOnlyMemory<byte>?> DrawAsync(IReadOnlyList<Summary> runs, Toolbox? tools, CancellationToken ct)
    {
        if (runs.Select(Of).FirstOrDefault(static one => one is not null) is not FigureSheet sheet)
            return null;
        try
        {
            return (await FigureRenderer.RenderAsync([sheet], "svg", tools, ct))[0].Content;
        }
        catch (UsageException)
        {
            return null;   // the page stands without it: its tables have all the numbers
        }
    }

    /// <returns>Null where nothing was measured.</returns>
    internal static FigureSheet? Of(Summary summary)
    {
        RunHeader header = summary.Run.Header;
        JsonArray rows = [];
        foreach (CaseId one in StartTable.CasesOf(summary))
            foreach ((string phase, string cache) in ((string, string)[])[(Phases.Total, Warm), (Phases.Uncached(Phases.Total), Uncached)])
                if (summary.Median(one, phase, Metric.Wall) is Estimate median)
                {
                    rows.Add(new JsonObject
                    {
                        ["workload"] = one.Workload, ["backend"] = one.Backend, ["class"] = header.Backend(one.Backend).Class.Name(), ["cache"] = cache, ["value"] = median.Value / 1e6,
                        ["low"] = (median.Interval?.Low ?? median.Value) / 1e6, ["high"] = (median.Interval?.High ?? median.Value) / 1e6,
                    });
                }
        if (rows.Count == 0)
            return null;
        BackendClass[] classes = [.. StartTable.CasesOf(summary).Select(one => header.Backend(one.Backend).Class).Distinct().OrderBy(static one => one.Rank())];
        JsonArray backends = [.. header.ByClass(StartTable.CasesOf(summary).Select(static one => one.Backend).Distinct())];
        return new FigureSheet("cold-start", new JsonObject
        {
            ["$schema"] = FigureSheet.Schema,
            ["title"] = new JsonObject
            {
                ["text"] = "From the spawn to the exit of a function that computes next to nothing",
                ["subtitle"] = $"{header.Machine}; {header.StartedAt.UtcDateTime:yyyy-MM-dd}; medians with 95 % intervals; containers from the create request to the exit",
            },
            ["data"] = new JsonObject { ["values"] = rows },
            ["facet"] = new JsonObject { ["field"] = "workload", ["type"] = "nominal", ["title"] = null },
            ["columns"] = 2,
            ["spec"] = new JsonObject
            {
                ["width"] = PlotWidth,
                ["height"] = new JsonObject { ["step"] = FigureParts.Step },
                ["encoding"] = new JsonObject
                {
                    ["y"] = new JsonObject { ["field"] = "backend", ["type"] = "nominal", ["title"] = null, ["sort"] = backends, ["axis"] = new JsonObject { ["grid"] = true, ["ticks"] = false, ["domain"] = false } },
                    ["color"] = new JsonObject
                    {
                        ["field"] = "class", ["type"] = "nominal",
                        ["scale"] = new JsonObject
                        {
                            ["domain"] = new JsonArray([.. classes.Select(static one => one.Name())]), ["range"] = new JsonArray([.. classes.Select(static one => FigureTheme.Print.Classes[one])]),
                        },
                    },
                },
                ["layer"] = new JsonArray(
                    new JsonObject
                    {
                        ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2 },
                        ["encoding"] = new JsonObject { ["x"] = Milliseconds("low"), ["x2"] = FigureParts.Field("high") },
                    },
                    new JsonObject
                    {
                        ["mark"] = new JsonObject { ["type"] = "point", ["size"] = 50, ["opacity"] = 1 },
                        ["encoding"] = new JsonObject
                        {
                            ["x"] = Milliseconds("value"),
                            ["shape"] = new JsonObject { ["field"] = "cache", ["type"] = "nominal", ["scale"] = new JsonObject { ["domain"] = new JsonArray(Warm, Uncached), ["range"] = new JsonArray("circle", "triangle-right") } },
                        },
                    }),
            },
            ["config"] = FigureTheme.Print.Config(),
        });
    }

    private static JsonObject Milliseconds(string field) => new()
    {
        ["field"] = field, ["type"] = "quantitative", ["title"] = "ms", ["scale"] = new JsonObject { ["type"] = "log" }, ["axis"] = new JsonObject { ["tickCount"] = 4 },
    };
}
