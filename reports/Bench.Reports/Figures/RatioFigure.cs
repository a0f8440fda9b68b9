using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>Forest plot: the ratio of medians to the baseline with its interval.</summary>
internal sealed class RatioFigure : IFigure
{
    public string Id => "ratios";
    public int Order => 1;
    public string Title => "Ratio to $baseline";
    public string Caption => "Median divided by the baseline's, on a logarithmic axis, each workload on a scale of its own: left of the dashed line is faster or smaller than the baseline. The bar is the 95 % interval of the ratio; where it crosses the line the difference is unclear.";
    public FigureRows Rows => FigureRows.Ratios;
    public IReadOnlyList<Measure> Measures => [];

    public JsonObject Spec() => FigureParts.ByWorkload(new JsonObject
    {
        ["encoding"] = new JsonObject { ["y"] = FigureParts.Backends(), ["color"] = FigureParts.ClassColour() },
        ["layer"] = new JsonArray(
            FigureParts.BaselineRule(),
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2 },
                ["encoding"] = new JsonObject { ["x"] = FigureParts.Log("low", FigureWords.RatioLabel), ["x2"] = FigureParts.Field("high") },
            },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 46, ["opacity"] = 1 },
                ["encoding"] = new JsonObject { ["x"] = FigureParts.Log("ratio", FigureWords.RatioLabel), ["shape"] = FigureParts.ClassShape(), ["tooltip"] = FigureParts.Tooltip() },
            }),
    }, sameScale: false);
}
