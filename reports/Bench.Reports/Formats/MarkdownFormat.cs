using Bench.Core;

namespace Bench.Reports;

internal sealed class MarkdownFormat : IReportFormat
{
    public string Name => "md";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReportFile>>([options.Style == ReportStyle.Paper
            ? ReportFile.OfText("paper.md", MarkdownDocument.Render(PaperDocument.Of(runs, options)))
            : ReportFile.OfText("report.md", MarkdownDocument.Render(RunDocument.Of(runs, options.Baseline)))]);
}
