using Bench.Core;

namespace Bench.Reports;

internal sealed class LatexFormat : IReportFormat
{
    public string Name => "latex";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) =>
        Task.FromResult(options.Style == ReportStyle.Paper
            ? LatexDocument.Render(PaperDocument.Of(runs, options), "paper", LatexPage.Portrait)
            : LatexDocument.Render(RunDocument.Of(runs, options.Baseline), "report", LatexPage.Landscape));
}
