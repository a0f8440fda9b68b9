using Bench.Core;

namespace Bench.Reports;

/// <summary>compare.md: all tables.</summary>
internal sealed class ComparisonMarkdown : IComparisonFormat
{
    public string Name => "md";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(Comparison comparison, Toolbox? tools, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReportFile>>([ReportFile.OfText("compare.md", MarkdownDocument.Render(ComparisonDocument.Of(comparison)))]);
}
