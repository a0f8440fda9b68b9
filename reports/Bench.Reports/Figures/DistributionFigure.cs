using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>Strip plot: every process a dot, the median and its interval above.</summary>
internal sealed class DistributionFigure : IFigure
{
    public string Id => "distributions";
    public int Order => 2;
    public string Title => "Every process";
    public string Caption => "A dot is a process, the tick the median, the bar its 95 % interval; logarithmic, each workload on a scale of its own. Two clouds of dots in a line are two modes, which no median describes.";
    public FigureRows Rows => FigureRows.Values;
    public IReadOnlyList<Measure> Measures => [];

    public JsonObject Spec() => FigureParts.ByWorkload(new JsonObject
    {
        ["encoding"] = new JsonObject { ["y"] = FigureParts.Backends(), ["color"] = FigureParts.ClassColour() },
        ["layer"] = new JsonArray(
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 22, ["opacity"] = 0.4 },
                ["encoding"] = new JsonObject { ["x"] = FigureParts.Log("value"), ["tooltip"] = FigureParts.Tooltip() },
            },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2 },
                ["encoding"] = new JsonObject { ["x"] = FigureParts.Log("low"), ["x2"] = FigureParts.Field("high") },
            },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "tick", ["thickness"] = 2, ["size"] = 12, ["opacity"] = 1 },
                ["encoding"] = new JsonObject { ["x"] = FigureParts.Log("median"), ["tooltip"] = FigureParts.Tooltip() },
            }),
    }, sameScale: false);
}
