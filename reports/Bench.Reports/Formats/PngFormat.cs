using Bench.Core;

namespace Bench.Reports;

internal sealed class PngFormat : IReportFormat
{
    public string Name => "png";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) =>
        FigureFiles.RenderAsync(runs, options, Name, ct);
}
