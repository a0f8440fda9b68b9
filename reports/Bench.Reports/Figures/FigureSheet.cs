using System.Text.Json.Nodes;
using Bench.Core;

namespace Bench.Reports;

/// <summary>A figure of a whole run, for paper: its sizes below each other, with data, title and colours.</summary>
/// <param name="Name">File name without extension.</param>
public sealed record FigureSheet(string Name, JsonObject Specification)
{
    internal const string Schema = "https://vega.github.io/schema/vega-lite/v6.json";

    private const int PlotWidth = 690, WidestPlot = 340, NarrowestPlot = 112;

    private const double CharacterWidth = 6.8;   // of DejaVu Sans at 11 pixels
    private static readonly string[] s_axisFields = ["value", "median", "ratio", "low", "high"];

    /// <summary>Every figure that the run has data for; those of a measure that the reader may choose for the ones of print.</summary>
    public static IEnumerable<FigureSheet> Of(RunNumbers run)
    {
        foreach (IFigure figure in FigureCatalog.All)
            foreach (IReadOnlyList<Measure> measures in MeasuresOf(figure))
                if (Of(run, figure, measures) is FigureSheet sheet)
                    yield return sheet;
        if (PictureSheet.Of(run) is FigureSheet pictures)
            yield return pictures;
    }

    private static IReadOnlyList<Measure>[] MeasuresOf(IFigure figure) =>
        figure.Measures.Count > 0 || figure.Rows == FigureRows.Iterations ? [figure.Measures] : [.. Measure.Printed.Select(static one => (IReadOnlyList<Measure>)[one])];

    private static FigureSheet? Of(RunNumbers run, IFigure figure, IReadOnlyList<Measure> measures)
    {
        (string Size, JsonArray Rows)[] sizes = [.. run.Sizes.Select(size => (size, FigureData.Rows(run, figure.Rows, measures, size))).Where(static one => one.Item2.Count > 0)];
        if (sizes.Length == 0)
            return null;
        HashSet<string> shown = [.. sizes.SelectMany(static one => one.Rows).Select(static row => row!["class"]!.GetValue<string>())];
        BackendClass[] classes = [.. Enum.GetValues<BackendClass>().Where(one => shown.Contains(one.Name())).OrderBy(static one => one.Rank())];
        JsonArray parts = [.. sizes.Select(one => Part(run, figure, measures, one.Size, one.Rows, classes))];
        string what = figure.Measures.Count == 0 && measures.Count == 1 ? $": {measures[0].Title}, {measures[0].Note}" : "";
        return new FigureSheet(
            figure.Measures.Count == 0 && measures is [Measure one] && one != Measure.Total ? $"{figure.Id}-{one.Id}" : figure.Id,
            new JsonObject
            {
                ["$schema"] = Schema,
                ["title"] = new JsonObject { ["text"] = TitleOf(figure, run) + what, ["subtitle"] = $"{run.Summary.Run.Header.Machine}; {run.Summary.Run.Header.StartedAt.UtcDateTime:yyyy-MM-dd}; {ProcessesOf(run)}" },
                ["spacing"] = 28,
                ["vconcat"] = parts,
                ["resolve"] = new JsonObject { ["scale"] = new JsonObject { ["color"] = "shared", ["shape"] = "shared" } },
                ["config"] = FigureTheme.Print.Config(),
            });
    }

    private static JsonObject Part(RunNumbers run, IFigure figure, IReadOnlyList<Measure> measures, string size, JsonArray rows, BackendClass[] classes)
    {
        string facet = figure.Spec()["facet"]!["field"]!.GetValue<string>();
        int facets = rows.Select(row => row![facet]!.GetValue<string>()).Distinct().Count();
        int columns = Math.Min(facets, PlotWidth / NarrowestPlot);
        Dictionary<string, JsonNode> words = FigureTheme.Print.Words(classes);
        words[FigureWords.Backends] = new JsonArray([.. run.Backends.Select(static one => one.Id)]);
        words[FigureWords.Workloads] = new JsonArray([.. run.Workloads.Where(id => rows.Any(row => row!["workload"]?.GetValue<string>() == id))]);
        words[FigureWords.Columns] = columns;
        words[FigureWords.Width] = Math.Min(WidestPlot, PlotWidth / columns);
        MeasureKind kind = measures.Count > 0 ? measures[0].Kind : MeasureKind.Time;
        string label = FigureLabels.Of(kind);
        bool narrow = HasNarrowAxis(rows, figure.Rows is FigureRows.Means or FigureRows.Paybacks ? null : facet, withOne: figure.Rows is FigureRows.Means or FigureRows.Ratios);
        words[FigureWords.Label] = label;
        words[FigureWords.LogLabel] = kind == MeasureKind.Bytes || narrow ? label : FigureLabels.Round(label);
        words[FigureWords.LogBase] = kind == MeasureKind.Bytes ? 2 : 10;
        words[FigureWords.LogTicks] = kind == MeasureKind.Bytes ? FigureParts.TicksOfBytes : FigureParts.DecadesWithDigits;
        words[FigureWords.RatioLabel] = narrow ? FigureLabels.Ratio : FigureLabels.Round(FigureLabels.Ratio);
        words[FigureWords.CountLabel] = narrow ? FigureLabels.Of(MeasureKind.Count) : FigureLabels.Round(FigureLabels.Of(MeasureKind.Count));
        words[FigureWords.LegendColumns] = 8;
        words[FigureWords.LabelWidth] = 12 + (CharacterWidth * run.Series.Max(static one => one.Case.Backend.Length));
        JsonObject part = (JsonObject)FigureWords.Fill(figure.Spec(), words);
        part["data"] = new JsonObject { ["values"] = rows };
        if (run.Sizes.Count > 1)
            part["title"] = new JsonObject { ["text"] = $"size {size}", ["fontSize"] = 12, ["frame"] = "group" };
        return part;
    }

    /// <summary>Whether there may be no round number on some axis.</summary>
    /// <param name="facet">Each of them has an axis of its own; null where all share one.</param>
    /// <param name="withOne">Whether the baseline stands on each axis.</param>
    private static bool HasNarrowAxis(JsonArray rows, string? facet, bool withOne) => rows.GroupBy(row => facet is null ? "" : row![facet]!.GetValue<string>()).Any(group =>
    {
        double[] values = [.. group.SelectMany(static row => s_axisFields.Select(name => row![name]?.GetValue<double>())).OfType<double>().Where(static value => value > 0), .. withOne ? [1.0] : Array.Empty<double>()];
        return values.Length > 0 && values.Max() / values.Min() < (withOne ? FigureLabels.NarrowAxisWithOne : FigureLabels.NarrowAxis);
    });

    internal static string TitleOf(IFigure figure, RunNumbers run) => figure.Title.Replace(FigureWords.Baseline, run.Baseline);

    private static string ProcessesOf(RunNumbers run) =>
        CountText.Processes(run.Series.Where(static one => one.Measure.IsCompared).Select(static one => one.Sample.Count));
}
