using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>Stacked bars: what the latency of a stream's middle message is made of.</summary>
internal sealed class LedgerFigure : IFigure
{
    public string Id => "ledger";
    public int Order => 9;
    public string Title => "Where the time of a message goes";
    public string Caption => "Means over the middle tenth of the messages by latency; a bar's length is the latency of such a message. Hosts that cannot tell when the guest's own code began have one part, call, for entry, guest and exit. Streams with several functions are in the tables alone.";
    public FigureRows Rows => FigureRows.Parts;
    public IReadOnlyList<Measure> Measures => Measure.LedgerParts;

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
                ["scale"] = new JsonObject { ["domain"] = new JsonArray([.. Measure.LedgerParts.Select(static one => one.Title)]), ["scheme"] = "tableau20" },
            },
            ["order"] = new JsonObject { ["field"] = "order", ["type"] = "quantitative" },
            ["tooltip"] = FigureParts.Tooltip(),
        },
    }, sameScale: false);
}
