using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>Time of the kernel by its iteration inside one process.</summary>
internal sealed class WarmUpFigure : IFigure
{
    public string Id => "warm-up";
    public int Order => 7;
    public string Title => "Warm-up";
    public string Caption => "The kernel run again and again inside one process: a line is a process, both axes are logarithmic. Where a line falls, a compiler works; where it is level, the steady state is reached.";
    public FigureRows Rows => FigureRows.Iterations;
    public IReadOnlyList<Measure> Measures => [];

    public JsonObject Spec() => new()
    {
        ["data"] = new JsonObject { ["name"] = "rows" },
        ["facet"] = new JsonObject { ["field"] = "backend", ["type"] = "nominal", ["title"] = null, ["sort"] = FigureWords.Backends },
        ["columns"] = FigureWords.Columns,
        ["spec"] = new JsonObject
        {
            ["width"] = FigureWords.Width,
            ["height"] = 130,
            ["mark"] = new JsonObject { ["type"] = "line", ["strokeWidth"] = 1.3, ["opacity"] = 0.8, ["point"] = new JsonObject { ["size"] = 9 } },
            ["encoding"] = new JsonObject
            {
                ["x"] = FigureParts.Log("iteration", FigureLabels.Number),
                ["y"] = FigureParts.Log("value"),
                ["color"] = new JsonObject
                {
                    ["field"] = "workload", ["type"] = "nominal", ["legend"] = FigureParts.Legend(),
                    ["scale"] = new JsonObject { ["domain"] = FigureWords.Workloads, ["range"] = FigureWords.WorkloadColours },
                },
                ["detail"] = FigureParts.Field("process"),
                ["tooltip"] = FigureParts.Tooltip(),
            },
        },
    };
}
