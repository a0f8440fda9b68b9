using Bench.Core;

namespace Bench.Reports;

internal sealed class MarkdownFormat : IReportFormat
{
    public string Name => "md";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReportFile>>([ReportFile.OfText($"{StyledDocument.NameOf(options.Style)}.md", MarkdownDocument.Render(StyledDocument.Of(runs, options)))]);
}
