using Bench.Core;

namespace Bench.Reports;

internal sealed class CsvFormat : IReportFormat
{
    public string Name => "csv";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReportFile>>([ReportFile.OfText($"{StyledDocument.NameOf(options.Style)}.csv", Written(options.Style == ReportStyle.Default
            ? writer => TidyCsv.Write(runs, options.Baseline, writer, options.Failures)
            : writer => CsvTables.Write(StyledDocument.TablesOf(runs, options), writer)))]);

    private static string Written(Action<TextWriter> write)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        write(writer);
        return writer.ToString();
    }
}
