using Bench.Core;
using Bench.Reports;
using CsvHelper;

namespace Bench.Gate;

/// <summary>A history as files.</summary>
public static class HistoryFormats
{
    private static readonly string[] s_columns = ["machine", "case", "phase", "metric", "run", "started", "commit", "processes", "median", "low", "high", "level", "change", "change-low", "change-high", "also"];

    public static IReadOnlyList<string> Names => ["csv", "md", "png", "svg"];

    /// <exception cref="UsageException">There is no such format, or a figure cannot be drawn.</exception>
    public static async Task<IReadOnlyList<ReportFile>> RenderAsync(History history, IEnumerable<string> formats, Toolbox? tools, CancellationToken ct)
    {
        string[] chosen = [.. formats.Distinct()];
        // All names before any work: a figure may take its time.
        foreach (string name in chosen.Where(static name => !Names.Contains(name)))
            throw Core.Names.Unknown("format", name, Names);
        List<ReportFile> files = [];
        foreach (string name in chosen)
            files.AddRange(name switch
            {
                "csv" => [ReportFile.OfText("history.csv", Csv(history))],
                "md" => [ReportFile.OfText("history.md", Markdown(history))],
                _ => await FigureRenderer.RenderAsync([HistoryFigure.Of(history)], name, tools, ct),
            });
        return files;
    }

    private static string Markdown(History history) => MarkdownDocument.Render([
        new ReportBlock.Heading(1, "History"),
        new ReportBlock.Entries([new ReportEntry(HistoryTables.Counts(history)), .. history.Notes.Select(static note => new ReportEntry(note))]),
        .. HistoryTables.Of(history).Select(static table => new ReportBlock.Grid(2, table)),
    ]);

    /// <summary>A line for each run of each series, in the metric's base unit; the first run of a level has the change to it.</summary>
    private static string Csv(History history)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        using (CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true))
        {
            csv.WriteFields(s_columns);
            foreach (HistorySeries series in history.Series)
            {
                Dictionary<int, HistoryChange> changes = series.Changes.ToDictionary(static one => one.Begin);
                int level = 1;
                for (int i = 0; i < series.Points.Count; i++)
                {
                    (HistoryRun run, HistoryValue value) = (series.Points[i].Run, series.Points[i].Value);
                    Estimate? change = changes.TryGetValue(i, out HistoryChange? found) ? found.Ratio : null;
                    level += change is null ? 0 : 1;
                    csv.WriteFields(((string[])[series.Machine, series.Case.ToString(), value.Phase, history.Options.Metric.Name(), Path.GetFileName(Path.TrimEndingDirectorySeparator(run.Path)), $"{run.Header.StartedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}", run.Commit,
                        value.Processes.ToString(), Number(value.Median.Value), Number(value.Median.Interval?.Low), Number(value.Median.Interval?.High),
                        level.ToString(), Number(change?.Value), Number(change?.Interval?.Low), Number(change?.Interval?.High),
                        found is null ? "" : string.Join("; ", HistoryCauses.Between(found.Before.Header, run.Header, series.Case))]).Select(OutcomeText.OneLine));
                }
            }
        }
        return writer.ToString();
    }

    // What is behind them comes out of logarithms, which the C libraries of this world do not round alike.
    private static string Number(double? value) => value is double number ? double.Parse(number.ToString("E8")).ToString("0.################") : "";
}
