using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Reports;

/// <summary>Colours and fonts of figures.</summary>
/// <remarks>The classes' colours are those of Okabe and Ito, "Color universal design" (2008), told apart by colour-blind readers too; each class also has a shape of its own.</remarks>
public sealed record FigureTheme(string Font, string Background, string Text, string Muted, string Grid, IReadOnlyDictionary<BackendClass, string> Classes, IReadOnlyList<string> Phases)
{
    private static readonly string[] s_series = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8c6bb1", "#7a8793"];
    private const string PageFont = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

    /// <summary>For paper. DejaVu is the font that set-up installs.</summary>
    public static readonly FigureTheme Print = new("DejaVu Sans, Verdana, sans-serif", "#ffffff", "#1a1f26", "#6b7480", "#e3e7eb", new Dictionary<BackendClass, string>
    {
        [BackendClass.Native] = "#1a1f26", [BackendClass.Aot] = "#0072b2", [BackendClass.OptimisingJit] = "#009e73",
        [BackendClass.BaselineJit] = "#56b4e9", [BackendClass.Interpreter] = "#d55e00", [BackendClass.Container] = "#cc79a7", [BackendClass.Library] = "#8c6bb1",
    }, ["#56b4e9", "#0072b2", "#b8c2cc"]);

    public static readonly FigureTheme Light = Print with { Font = PageFont, Background = "transparent" };

    public static readonly FigureTheme Dark = new(PageFont, "transparent", "#e6eaef", "#98a3b0", "#2b333d", new Dictionary<BackendClass, string>
    {
        [BackendClass.Native] = "#f0f3f6", [BackendClass.Aot] = "#4ba3e0", [BackendClass.OptimisingJit] = "#2bc79a",
        [BackendClass.BaselineJit] = "#9bd5f7", [BackendClass.Interpreter] = "#f2813a", [BackendClass.Container] = "#e59cc4", [BackendClass.Library] = "#b49ad6",
    }, ["#9bd5f7", "#3f8fd0", "#566270"]);

    private static readonly Dictionary<BackendClass, string> s_shapes = new()
    {
        [BackendClass.Native] = "diamond", [BackendClass.Aot] = "circle", [BackendClass.OptimisingJit] = "square",
        [BackendClass.BaselineJit] = "triangle-up", [BackendClass.Interpreter] = "triangle-down", [BackendClass.Container] = "cross", [BackendClass.Library] = "triangle-right",
    };

    /// <summary>What stands for <see cref="FigureWords"/> that depend on nothing but the theme and the classes.</summary>
    /// <param name="classes">Those that occur, in order.</param>
    public Dictionary<string, JsonNode> Words(IEnumerable<BackendClass> classes) => new()
    {
        [FigureWords.Classes] = new JsonArray([.. classes.Select(static one => one.Name())]),
        [FigureWords.ClassColours] = new JsonArray([.. classes.Select(one => Classes[one])]),
        [FigureWords.ClassShapes] = new JsonArray([.. classes.Select(static one => s_shapes[one])]),
        [FigureWords.PhaseColours] = new JsonArray([.. Phases]),
        [FigureWords.WorkloadColours] = new JsonArray([.. s_series]),
        [FigureWords.Muted] = Muted,
    };

    /// <summary>Vega-Lite's <c>config</c>.</summary>
    public JsonObject Config() => new()
    {
        ["background"] = Background,
        ["font"] = Font,
        ["padding"] = 6,
        // The page gives each figure a text of its own.
        ["aria"] = false,
        ["view"] = new JsonObject { ["stroke"] = Grid },
        ["axis"] = new JsonObject
        {
            ["labelColor"] = Text, ["titleColor"] = Muted, ["gridColor"] = Grid, ["domainColor"] = Grid, ["tickColor"] = Grid,
            ["labelFontSize"] = 11, ["titleFontSize"] = 11, ["titleFontWeight"] = "normal", ["labelLimit"] = 190,
        },
        ["axisQuantitative"] = new JsonObject { ["tickCount"] = 4, ["labelOverlap"] = "greedy", ["labelSeparation"] = 6 },
        ["header"] = new JsonObject { ["labelColor"] = Text, ["labelFontSize"] = 12, ["labelFontWeight"] = "bold", ["titleColor"] = Muted, ["labelPadding"] = 4 },
        ["legend"] = new JsonObject
        {
            ["labelColor"] = Text, ["titleColor"] = Muted, ["labelFontSize"] = 11, ["orient"] = "top", ["direction"] = "horizontal", ["title"] = null, ["symbolSize"] = 70,
            ["columnPadding"] = 14, ["symbolOpacity"] = 1,
        },
        ["title"] = new JsonObject { ["color"] = Text, ["subtitleColor"] = Muted, ["fontSize"] = 14, ["subtitleFontSize"] = 11, ["anchor"] = "start", ["frame"] = "bounds", ["subtitlePadding"] = 4, ["offset"] = 10 },
    };
}
