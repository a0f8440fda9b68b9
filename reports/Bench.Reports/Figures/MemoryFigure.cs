using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>What each backend weighs, in memory and on the disk.</summary>
internal sealed class MemoryFigure : IFigure
{
    internal const string Memory = "peak memory", Shipped = "size of what is shipped";

    public string Id => "memory";
    public int Order => 5;
    public string Title => "Memory and size";
    public string Caption => "A mark is a workload. Peak memory is the resident memory of the process. The size is that of what is shipped: for a container the image, else the engine's compiled form where there is one, else the program or module; the engine itself is not counted.";
    public FigureRows Rows => FigureRows.Weights;
    public IReadOnlyList<Measure> Measures => [Measure.Memory, Measure.Artifact, Measure.Image];

    public JsonObject Spec() => new()
    {
        ["data"] = new JsonObject { ["name"] = "rows" },
        ["facet"] = new JsonObject { ["field"] = "weight", ["type"] = "nominal", ["title"] = null, ["sort"] = new JsonArray(Memory, Shipped) },
        ["columns"] = FigureWords.Columns,
        ["spec"] = FigureParts.Sized(new JsonObject
        {
            ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 44, ["opacity"] = 0.75 },
            ["encoding"] = new JsonObject
            {
                ["y"] = FigureParts.Backends(), ["x"] = FigureParts.Log("median"),
                ["color"] = FigureParts.ClassColour(), ["shape"] = FigureParts.ClassShape(), ["tooltip"] = FigureParts.Tooltip(),
            },
        }),
        ["resolve"] = new JsonObject { ["scale"] = new JsonObject { ["x"] = "independent" } },
    };
}
