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

    internal static IEnumerable<ReportBlock> Of(IReadOnlyList<Summary> runs, ReportOptions options) =>
        [.. OfStyle(runs, options), .. options.Failures.Select(static one => new ReportBlock.Grid(2, FailedMachineTable.Of(one)))];

    private static IEnumerable<ReportBlock> OfStyle(IReadOnlyList<Summary> runs, ReportOptions options) => options.Style switch
    {
        ReportStyle.Default => RunDocument.Of(runs, options.Baseline),
        ReportStyle.Paper => PaperDocument.Of(runs, options),
        ReportStyle.ColdStart => ColdStartDocument.Of(runs, options.Baseline),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    /// <summary>For formats that hold tables alone: doubts that stand between a document's tables become one too.</summary>
    internal static IReadOnlyList<ReportTable> TablesOf(IReadOnlyList<Summary> runs, ReportOptions options)
    {
        IEnumerable<ReportTable> tables = Of(runs, options).OfType<ReportBlock.Grid>().Select(static one => one.Table);
        return [.. options.Style == ReportStyle.ColdStart ? tables.Concat(runs.Where(static run => run.Findings.Count > 0).Select(FindingsOf)) : tables];
    }

    private static ReportTable FindingsOf(Summary run) => new()
    {
        Title = "Findings",
        Columns = [.. new[] { "finding", "case", "text" }.Select(static name => new ReportColumn(name, ColumnAlignment.Left))],
        Rows = [.. run.Findings.Select(static one => (ReportCell[])[one.Id, one.Case?.ToString() ?? "", one.Text])],
    };
}
