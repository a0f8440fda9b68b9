using Bench.Core;

namespace Bench.Reports;

/// <summary>The published style: the blocks and, behind each, how it compares with the published ones.</summary>
public static class PaperDocument
{
    /// <exception cref="UsageException">Runs of one machine cannot stand in one block.</exception>
    public static IEnumerable<ReportBlock> Of(IReadOnlyList<Summary> runs, ReportOptions options) =>
        PaperTables.Of(runs).Select(static table => new ReportBlock.Grid(2, table));
}
