using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Reports;

/// <summary>The images of a run with boxes around faces, side by side. A page shows them as images of its own.</summary>
internal static class PictureSheet
{
    private const string Name = "pictures", Field = "picture";
    private const int Side = 160, Columns = 4;

    /// <returns>Null where the run has none.</returns>
    internal static FigureSheet? Of(RunNumbers run)
    {
        IReadOnlyList<PictureRecord> pictures = run.Summary.Run.Pictures;
        if (pictures.Count == 0)
            return null;
        return new FigureSheet(Name, new JsonObject
        {
            ["$schema"] = FigureSheet.Schema,
            ["title"] = new JsonObject { ["text"] = "What was recognised", ["subtitle"] = $"{run.Summary.Run.Header.Machine}; {run.Summary.Run.Header.StartedAt.UtcDateTime:yyyy-MM-dd}" },
            ["data"] = new JsonObject { ["values"] = new JsonArray([.. pictures.Select(static (one, i) => Row(one, i))]) },
            ["facet"] = new JsonObject
            {
                ["field"] = Field, ["type"] = "ordinal", ["title"] = null,
                ["header"] = new JsonObject { ["labelOrient"] = "bottom", ["labelExpr"] = "split(datum.value, '|')[1]" },
            },
            ["columns"] = Columns,
            ["spacing"] = 12,
            ["spec"] = new JsonObject
            {
                ["width"] = Side, ["height"] = Side, ["view"] = new JsonObject { ["stroke"] = null },
                ["layer"] = new JsonArray(
                    Layer(new JsonObject { ["type"] = "image", ["align"] = "left", ["baseline"] = "top", ["aspect"] = false, ["width"] = Datum("width"), ["height"] = Datum("height") }, ("x", "left"), ("y", "top"), ("url", "url")),
                    Layer(Box("#10161d", 4), ("x", "boxLeft"), ("x2", "boxRight"), ("y", "boxTop"), ("y2", "boxBottom")),
                    Layer(Box("#ffd400", 2), ("x", "boxLeft"), ("x2", "boxRight"), ("y", "boxTop"), ("y2", "boxBottom"))),
            },
            ["config"] = FigureTheme.Print.Config(),
        });
    }

    private static JsonObject Box(string colour, int width) => new() { ["type"] = "rect", ["filled"] = false, ["stroke"] = colour, ["strokeWidth"] = width };

    private static JsonObject Datum(string field) => new() { ["expr"] = $"datum.{field}" };

    /// <summary>Positions are pixels of the cell.</summary>
    private static JsonObject Layer(JsonObject mark, params IEnumerable<(string Channel, string Field)> channels) => new()
    {
        ["mark"] = mark,
        ["encoding"] = new JsonObject(channels.Select(static one => KeyValuePair.Create<string, JsonNode?>(one.Channel, one.Channel switch
        {
            "url" => new JsonObject { ["field"] = one.Field, ["type"] = "nominal" },
            "x2" or "y2" => new JsonObject { ["field"] = one.Field },
            _ => new JsonObject { ["field"] = one.Field, ["type"] = "quantitative", ["scale"] = null, ["axis"] = null },
        }))),
    };

    /// <summary>The image as large as the cell allows, at its bottom.</summary>
    private static JsonObject Row(PictureRecord picture, int index)
    {
        (int width, int height) = picture.Size;
        double scale = (double)Side / Math.Max(width, height), shownWidth = width * scale, shownHeight = height * scale;
        double left = (Side - shownWidth) / 2, top = Side - shownHeight;
        JsonObject row = new()
        {
            [Field] = $"{index:000}|{PictureText.Of(picture)}", ["url"] = $"data:image/png;base64,{Convert.ToBase64String(picture.Image)}",
            ["left"] = left, ["top"] = top, ["width"] = shownWidth, ["height"] = shownHeight,
        };
        if (FaceAnswer.Parse(picture.Answer)?.Box is FaceBox box)
        {
            row["boxLeft"] = left + ((box.CentreX - (box.Width / 2)) * shownWidth);
            row["boxRight"] = left + ((box.CentreX + (box.Width / 2)) * shownWidth);
            row["boxTop"] = top + ((box.CentreY - (box.Height / 2)) * shownHeight);
            row["boxBottom"] = top + ((box.CentreY + (box.Height / 2)) * shownHeight);
        }
        return row;
    }
}
