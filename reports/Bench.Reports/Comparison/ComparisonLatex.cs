using Bench.Core;

namespace Bench.Reports;

/// <summary>compare.tex, and a file for each table beside it.</summary>
internal sealed class ComparisonLatex : IComparisonFormat
{
    public string Name => "latex";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(Comparison comparison, Toolbox? tools, CancellationToken ct) =>
        Task.FromResult(LatexDocument.Render(ComparisonDocument.Of(comparison), "compare", LatexPage.Landscape));
}
