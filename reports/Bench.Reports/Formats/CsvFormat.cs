using Bench.Core;

namespace Bench.Reports;

internal sealed class CsvFormat : IReportFormat
{
    public string Name => "csv";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReportFile>>([options.Style == ReportStyle.Paper
            ? ReportFile.OfText("paper.csv", Written(writer => CsvTables.Write(PaperDocument.Tables(runs, options), writer)))
            : ReportFile.OfText("report.csv", Written(writer => TidyCsv.Write(runs, options.Baseline, writer)))]);

    private static string Written(Action<TextWriter> write)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        write(writer);
        return writer.ToString();
    }
}
