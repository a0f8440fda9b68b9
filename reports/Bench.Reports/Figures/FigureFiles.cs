using Bench.Core;

namespace Bench.Reports;

/// <summary>figures/*: the figures of each run; of several runs, each in a folder of its own.</summary>
internal static class FigureFiles
{
    internal static Task<IReadOnlyList<ReportFile>> RenderAsync(IReadOnlyList<Summary> runs, ReportOptions options, string extension, CancellationToken ct)
    {
        FigureSheet[] sheets = [.. runs.SelectMany((run, i) => SheetsOf(run, options)
            .Select(sheet => runs.Count > 1 ? sheet with { Name = $"run-{i + 1}/{sheet.Name}" } : sheet))];
        return sheets.Length == 0 ? throw new UsageException("nothing was measured that a figure could show") : FigureRenderer.RenderAsync(sheets, extension, options.Tools, ct);
    }

    private static IEnumerable<FigureSheet> SheetsOf(Summary run, ReportOptions options) =>
        options.Style != ReportStyle.ColdStart ? FigureSheet.Of(new RunNumbers(run, options.Baseline)) : ColdStartFigure.Of(run) is FigureSheet sheet ? [sheet] : [];
}
