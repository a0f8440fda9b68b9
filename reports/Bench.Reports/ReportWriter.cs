using Bench.Core;

namespace Bench.Reports;

/// <summary>Renders runs into files of a folder: <c>report.*</c> in the default style, <c>paper.*</c> in the published one.</summary>
public static class ReportWriter
{
    /// <returns>The paths of the files, in the order of the formats.</returns>
    /// <exception cref="UsageException">The runs cannot stand in one table, or the folder cannot be written. Nothing is written when a table is refused.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<RunRecord> runs, string folder, ReportOptions options, CancellationToken ct)
    {
        Summary[] summaries = [.. runs.Select(static run => new Summary(run))];
        (string Path, string Content)[] files =
            [.. options.Formats.Distinct().Select(format => (Path.Combine(folder, FileName(options.Style, format)), Render(summaries, options, format)))];
        try
        {
            Directory.CreateDirectory(folder);
            foreach ((string path, string content) in files)
                await File.WriteAllTextAsync(path, content, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write the report: {e.Message}", e);
        }
        return [.. files.Select(static file => file.Path)];
    }

    public static string Render(IReadOnlyList<Summary> runs, ReportOptions options, ReportFormat format)
    {
        if (runs.Count == 0)
            throw new UsageException("there is no run to report on");
        switch (options.Style, format)
        {
            case (ReportStyle.Default, ReportFormat.Markdown):
                return RunMarkdown.Render(runs, options.Baseline);
            case (ReportStyle.Paper, ReportFormat.Markdown):
                return PaperMarkdown.Render(runs);
            case (ReportStyle.Default, ReportFormat.Csv):
                return Written(writer => TidyCsv.Write(runs, writer));
            case (ReportStyle.Paper, ReportFormat.Csv):
                return Written(writer => CsvTables.Write(PaperTables.Of(runs), writer));
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    private static string Written(Action<TextWriter> write)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        write(writer);
        return writer.ToString();
    }

    private static string FileName(ReportStyle style, ReportFormat format) =>
        (style == ReportStyle.Paper ? "paper" : "report") + (format == ReportFormat.Markdown ? ".md" : ".csv");
}
