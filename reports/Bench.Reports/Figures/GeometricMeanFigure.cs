using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>One number a backend: the geometric mean of its ratios to the baseline.</summary>
internal sealed class GeometricMeanFigure : IFigure
{
    public string Id => "means";
    public int Order => 4;
    public string Title => "Geometric mean of ratios to $baseline";
    public string Caption => "Over every workload of the size, with its 95 % interval; without kernels that are too short to time. A hollow mark misses workloads that failed or were not measured: it is a mean over other programs than its neighbours.";
    public FigureRows Rows => FigureRows.Means;
    public IReadOnlyList<Measure> Measures => [Measure.Total, Measure.Execute];

    public JsonObject Spec() => new()
    {
        ["data"] = new JsonObject { ["name"] = "rows" },
        ["facet"] = new JsonObject { ["field"] = "measure", ["type"] = "nominal", ["title"] = null, ["sort"] = new JsonArray("total", "execute") },
        ["columns"] = FigureWords.Columns,
        ["spec"] = FigureParts.Sized(new JsonObject
        {
            ["encoding"] = new JsonObject { ["y"] = FigureParts.Backends() },
            ["layer"] = new JsonArray(
                FigureParts.BaselineRule(),
                new JsonObject
                {
                    ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2 },
                    ["encoding"] = new JsonObject { ["x"] = FigureParts.Log("low", FigureWords.RatioLabel), ["x2"] = FigureParts.Field("high"), ["color"] = FigureParts.ClassColour() },
                },
                Points("datum.workloads == datum.planned", filled: true),
                Points("datum.workloads < datum.planned", filled: false)),
        }),
        ["resolve"] = new JsonObject { ["scale"] = new JsonObject { ["x"] = "shared" } },
    };

    private static JsonObject Points(string which, bool filled) => new()
    {
        ["transform"] = new JsonArray(new JsonObject { ["filter"] = which }),
        ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = filled, ["size"] = 60, ["opacity"] = 1 },
        ["encoding"] = new JsonObject
        {
            ["x"] = FigureParts.Log("value", FigureWords.RatioLabel), ["color"] = FigureParts.ClassColour(), ["shape"] = FigureParts.ClassShape(), ["tooltip"] = FigureParts.Tooltip(),
        },
    };
}
