using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>After how many executions a compilation ahead of time has paid.</summary>
internal sealed class BreakEvenFigure : IFigure
{
    internal const string Paid = "paid", Never = "never", Unclear = "unclear";

    public string Id => "break-even";
    public int Order => 6;
    public string Title => "When compiling ahead of time pays";
    public string Caption => "Executions until the compilation has been earned back, against the fastest backend of each class that needs none, with the 95 % interval; on one logarithmic axis for all workloads. A hollow mark at the right edge: never, the other is not slower. No mark: the samples do not tell which of the two is faster.";
    public FigureRows Rows => FigureRows.Paybacks;
    public IReadOnlyList<Measure> Measures => [Measure.Compile];

    public JsonObject Spec() => FigureParts.ByWorkload(new JsonObject
    {
        ["encoding"] = new JsonObject { ["y"] = FigureParts.Backends(), ["color"] = FigureParts.ClassColour() },
        ["layer"] = new JsonArray(
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2 },
                ["encoding"] = new JsonObject { ["x"] = FigureParts.Log("low", FigureWords.CountLabel), ["x2"] = FigureParts.Field("high") },
            },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 50, ["opacity"] = 1 },
                ["encoding"] = new JsonObject { ["x"] = FigureParts.Log("value", FigureWords.CountLabel), ["shape"] = FigureParts.ClassShape(), ["tooltip"] = FigureParts.Tooltip() },
            },
            new JsonObject
            {
                ["transform"] = new JsonArray(new JsonObject { ["filter"] = new JsonObject { ["field"] = "state", ["equal"] = Never } }),
                ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = false, ["size"] = 50, ["opacity"] = 1 },
                ["encoding"] = new JsonObject { ["x"] = new JsonObject { ["value"] = "width" }, ["shape"] = FigureParts.ClassShape(), ["tooltip"] = FigureParts.Tooltip() },
            }),
    }, sameScale: true);
}
