using Bench.Core;

namespace Bench.Reports;

/// <summary>The published style: each block and, behind it, how it compares with the published ones.</summary>
public static class PaperDocument
{
    /// <exception cref="UsageException">Runs of one machine cannot stand in one block.</exception>
    public static IEnumerable<ReportBlock> Of(IReadOnlyList<Summary> runs, ReportOptions options)
    {
        IReadOnlyList<PaperBlock> blocks = PaperTables.Blocks(runs, options.Extrapolate);
        if (blocks.Count == 0)
            yield return new ReportBlock.Heading(2, runs.Any(static run => run.Cases.Any(one => !run.IsProgram(one))) ? "No program was run: of libraries, streams and density runs only the default style has tables" : "Nothing was run");
        foreach (PaperBlock block in blocks)
        {
            yield return new ReportBlock.Grid(2, PaperTable.Of(block));
            (IReadOnlyList<ReportTable> tables, IReadOnlyList<string> refusals) = PublishedComparison.Of(block, options.Successors);
            foreach (ReportTable table in tables)
                yield return new ReportBlock.Grid(3, table);
            if (refusals.Count > 0)
                yield return new ReportBlock.Entries([.. refusals.Select(static one => new ReportEntry($"Beside published tables: {one}"))]);
        }
    }

    /// <summary>The tables alone.</summary>
    /// <exception cref="UsageException">Runs of one machine cannot stand in one block.</exception>
    public static IReadOnlyList<ReportTable> Tables(IReadOnlyList<Summary> runs, ReportOptions options) =>
        [.. Of(runs, options).OfType<ReportBlock.Grid>().Select(static one => one.Table)];
}
