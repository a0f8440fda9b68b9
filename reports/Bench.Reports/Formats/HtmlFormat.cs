using Bench.Core;

namespace Bench.Reports;

internal sealed class HtmlFormat : IReportFormat
{
    public string Name => "html";

    public async Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) => options.Style == ReportStyle.ColdStart
        ? [ReportFile.OfText("cold-start.html", StaticPage.Render(ColdStartDocument.Title, StyledDocument.Of(runs, options), await ColdStartFigure.DrawAsync(runs, options.Tools, ct)))]
        : [ReportFile.OfText("report.html", await HtmlReport.RenderAsync(runs, options.Baseline, options.Tools, ct, options.Failures))];
}
