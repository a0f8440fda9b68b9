using Bench.Core;

namespace Bench.Reports;

/// <summary>The default style: everything a reader needs to judge each run, and its tables.</summary>
public static class RunDocument
{
    public static IEnumerable<ReportBlock> Of(IReadOnlyList<Summary> runs, string baseline)
    {
        yield return new ReportBlock.Heading(1, "Benchmark report");
        if (FindingList.Of(FindingCatalog.Across(runs)) is { Count: > 0 } across)
        {
            yield return new ReportBlock.Heading(2, "Before these runs are compared");
            yield return new ReportBlock.Entries(across);
        }
        foreach (ReportBlock block in runs.SelectMany(run => Of(run, baseline)))
            yield return block;
    }

    private static IEnumerable<ReportBlock> Of(Summary summary, string baseline)
    {
        RunHeader header = summary.Run.Header;
        yield return new ReportBlock.Heading(2, header.Machine.ToString());
        yield return new ReportBlock.Facts([.. RunFacts.Of(summary.Run)]);
        if (FindingList.Of(summary.Findings) is { Count: > 0 } findings)
        {
            yield return new ReportBlock.Heading(3, "Findings");
            yield return new ReportBlock.Entries(findings);
        }
        foreach (ReportTable table in OverviewTables.Of(summary, baseline).Concat(PerImageTables.Of(summary, baseline)).Concat(WorkloadTables.Of(summary, baseline)).Concat(LibraryTables.Of(summary, baseline)).Concat(StreamTables.Of(summary)).Concat(DensityTables.Of(summary)))
            yield return new ReportBlock.Grid(3, table);
        if (OutcomeText.Failures(summary).ToArray() is { Length: > 0 } failures)
        {
            yield return new ReportBlock.Heading(3, "Failures");
            yield return new ReportBlock.Entries([.. failures.Select(static one =>
                new ReportEntry($"{one.Case}: {one.Cause.Name()}: {one.Error}", [], OutcomeText.FirstLines(one.StderrTail)))]);
        }
        if (OutcomeText.Skips(summary).ToArray() is { Length: > 0 } skips)
        {
            yield return new ReportBlock.Heading(3, "Skipped");
            yield return new ReportBlock.Entries([.. skips.Select(static one => new ReportEntry($"{one.Backend}: {one.Reason}"))]);
        }
        yield return new ReportBlock.Grid(3, Backends(summary));
        yield return new ReportBlock.Grid(3, Tools(header));
    }

    private static ReportTable Tools(RunHeader header) => new()
    {
        Title = "Tools",
        Columns = [new("tool", ColumnAlignment.Left), new("version", ColumnAlignment.Left)],
        Rows = [.. header.Tools.Select(static tool => new ReportCell[] { tool.Title, tool.Version })],
    };

    /// <summary>Only those that ran: the others stand under Skipped.</summary>
    private static ReportTable Backends(Summary summary) => new()
    {
        Title = "Backends",
        Columns = [.. new[] { "backend", "title", "class", "version", "flags" }.Select(static name => new ReportColumn(name, ColumnAlignment.Left))],
        Rows = [.. summary.Run.Header.ByClass(summary.Cases.Where(one => !summary.WasSkipped(one)).Select(static one => one.Backend).Distinct())
            .Select(summary.Run.Header.Backend)
            .Select(static one => new ReportCell[] { one.Id, one.Title, one.Class.Name(), one.Version ?? "–", one.Flags })],
    };
}
