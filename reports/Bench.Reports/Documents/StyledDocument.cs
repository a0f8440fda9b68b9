using Bench.Core;

namespace Bench.Reports;

/// <summary>The document of each style, for all formats that render documents.</summary>
internal static class StyledDocument
{
    /// <summary>Of the files, without their extension.</summary>
    internal static string NameOf(ReportStyle style) => style switch
    {
        ReportStyle.Default => "report",
        ReportStyle.Paper => "paper",
        ReportStyle.ColdStart => "cold-start",
        _ => throw new ArgumentOutOfRangeException(nameof(style)),
    };

    internal static IEnumerable<ReportBlock> Of(IReadOnlyList<Summary> runs, ReportOptions options) => options.Style switch
    {
        ReportStyle.Default => RunDocument.Of(runs, options.Baseline),
        ReportStyle.Paper => PaperDocument.Of(runs, options),
        ReportStyle.ColdStart => ColdStartDocument.Of(runs, options.Baseline),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    internal static IReadOnlyList<ReportTable> TablesOf(IReadOnlyList<Summary> runs, ReportOptions options) =>
        [.. Of(runs, options).OfType<ReportBlock.Grid>().Select(static one => one.Table)];
}
