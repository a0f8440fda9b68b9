using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>Stacked bars: what total time is made of.</summary>
internal sealed class PhaseFigure : IFigure
{
    /// <summary>In the order of a process's life.</summary>
    internal static readonly IReadOnlyList<string> Parts = ["startup", "execute", "rest"];

    public string Id => "phases";
    public int Order => 3;
    public string Title => "Where the time goes";
    public string Caption => "Medians of start-up and of the kernel, and what is left of the median total: printing the answer and ending. Just-in-time compilers work inside start-up or inside the kernel; ahead-of-time compilation is in neither. Cases of which not all three are known are left out.";
    public FigureRows Rows => FigureRows.Phases;
    public IReadOnlyList<Measure> Measures => [Measure.Total, Measure.Startup, Measure.Execute];

    public JsonObject Spec() => FigureParts.ByWorkload(new JsonObject
    {
        ["mark"] = new JsonObject { ["type"] = "bar", ["height"] = 12 },
        ["encoding"] = new JsonObject
        {
            ["y"] = FigureParts.Backends(),
            ["x"] = new JsonObject { ["field"] = "value", ["type"] = "quantitative", ["title"] = null, ["stack"] = "zero", ["axis"] = new JsonObject { ["labelExpr"] = FigureWords.Label } },
            ["color"] = new JsonObject
            {
                ["field"] = "part", ["type"] = "nominal", ["legend"] = FigureParts.Legend(),
                ["scale"] = new JsonObject { ["domain"] = new JsonArray([.. Parts]), ["range"] = FigureWords.PhaseColours },
            },
            ["order"] = new JsonObject { ["field"] = "order", ["type"] = "quantitative" },
            ["tooltip"] = FigureParts.Tooltip(),
        },
    }, sameScale: false);
}
