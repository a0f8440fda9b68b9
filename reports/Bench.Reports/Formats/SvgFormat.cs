using Bench.Core;

namespace Bench.Reports;

internal sealed class SvgFormat : IReportFormat
{
    public string Name => "svg";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) =>
        FigureFiles.RenderAsync(runs, options, Name, ct);
}
