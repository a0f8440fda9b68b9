using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>Quantiles of a stream's messages on a logarithmic axis.</summary>
internal sealed class LatencyFigure : IFigure
{
    /// <summary>From the message in the middle to the slowest one.</summary>
    internal static readonly IReadOnlyList<Measure> Quantiles = [Measure.Latency, Measure.LatencyP90, Measure.LatencyP99, Measure.LatencyP999, Measure.LatencyMax];

    public string Id => "latency";
    public int Order => 8;
    public string Title => "Latency of messages";
    public string Caption => "From the instant at which a message should have been sent until the sink had decoded it; medians over the runs, logarithmic. The further the marks of a line are apart, the less a message can rely on the median.";
    public FigureRows Rows => FigureRows.Quantiles;
    public IReadOnlyList<Measure> Measures => Quantiles;

    public JsonObject Spec() => FigureParts.ByWorkload(new JsonObject
    {
        ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 50 },
        ["encoding"] = new JsonObject
        {
            ["y"] = FigureParts.Backends(),
            ["x"] = FigureParts.Log("value"),
            ["color"] = new JsonObject
            {
                ["field"] = "part", ["type"] = "nominal", ["legend"] = FigureParts.Legend(),
                ["scale"] = new JsonObject { ["domain"] = new JsonArray([.. Quantiles.Select(static one => one.Title)]), ["range"] = FigureWords.WorkloadColours },
            },
            ["tooltip"] = FigureParts.Tooltip(),
        },
    }, sameScale: true);
}
