using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>What the specifications have in common.</summary>
internal static class FigureParts
{
    /// <summary>Height of a backend's line in pixels.</summary>
    internal const int Step = 17;

    /// <summary>A logarithmic axis over more decades than this gets ticks at powers only.</summary>
    internal const double DecadesWithDigits = 2.2;

    /// <summary>Of a logarithmic axis to the base of 2.</summary>
    internal const int TicksOfBytes = 5;

    /// <summary>One small figure a workload, side by side.</summary>
    internal static JsonObject ByWorkload(JsonObject inner, bool sameScale) => new()
    {
        ["data"] = new JsonObject { ["name"] = "rows" },
        ["facet"] = new JsonObject { ["field"] = "workload", ["type"] = "nominal", ["title"] = null, ["sort"] = FigureWords.Workloads },
        ["columns"] = FigureWords.Columns,
        ["spec"] = Sized(inner),
        ["resolve"] = new JsonObject { ["scale"] = new JsonObject { ["x"] = sameScale ? "shared" : "independent" } },
    };

    /// <summary>A dashed line at the ratio 1.</summary>
    internal static JsonObject BaselineRule() => new()
    {
        ["mark"] = new JsonObject { ["type"] = "rule", ["strokeDash"] = new JsonArray(3, 3) },
        ["encoding"] = new JsonObject { ["x"] = new JsonObject { ["datum"] = 1 }, ["y"] = null, ["color"] = new JsonObject { ["value"] = FigureWords.Muted } },
    };

    internal static JsonObject Sized(JsonObject inner)
    {
        inner["width"] = FigureWords.Width;
        inner["height"] = new JsonObject { ["step"] = Step };
        return inner;
    }

    internal static JsonObject Backends() => new()
    {
        ["field"] = "backend", ["type"] = "nominal", ["title"] = null, ["sort"] = FigureWords.Backends, ["axis"] = new JsonObject { ["grid"] = true, ["ticks"] = false, ["domain"] = false, ["labelPadding"] = 6, ["minExtent"] = FigureWords.LabelWidth },
    };

    internal static JsonObject ClassColour() => new()
    {
        ["field"] = "class", ["type"] = "nominal", ["legend"] = Legend(),
        ["scale"] = new JsonObject { ["domain"] = FigureWords.Classes, ["range"] = FigureWords.ClassColours },
    };

    internal static JsonObject ClassShape() => new()
    {
        ["field"] = "class", ["type"] = "nominal", ["legend"] = Legend(),
        ["scale"] = new JsonObject { ["domain"] = FigureWords.Classes, ["range"] = FigureWords.ClassShapes },
    };

    internal static JsonObject Legend() => new() { ["columns"] = FigureWords.LegendColumns };

    internal static JsonObject Log(string field, string label = FigureWords.LogLabel) => new()
    {
        ["field"] = field, ["type"] = "quantitative", ["title"] = null,
        ["scale"] = new JsonObject { ["type"] = "log", ["base"] = label == FigureWords.LogLabel ? FigureWords.LogBase : 10, ["nice"] = false, ["padding"] = 8 },
        ["axis"] = new JsonObject { ["labelExpr"] = label, ["tickCount"] = label == FigureWords.LogLabel ? FigureWords.LogTicks : DecadesWithDigits },
    };

    internal static JsonObject Field(string name) => new() { ["field"] = name };

    internal static JsonObject Tooltip() => new() { ["field"] = "tip" };
}
