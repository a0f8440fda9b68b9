using Bench.Core;

namespace Bench.Reports;

internal sealed class LatexFormat : IReportFormat
{
    public string Name => "latex";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) =>
        Task.FromResult(LatexDocument.Render(
            StyledDocument.Of(runs, options), StyledDocument.NameOf(options.Style), options.Style == ReportStyle.Paper ? LatexPage.Portrait : LatexPage.Landscape));
}
