using Bench.Core;

namespace Bench.Reports;

/// <summary>What deployment forms cost before they do anything: starts, memory and sizes side by side, beside what was claimed of WebAssembly and containers.</summary>
public static class ColdStartDocument
{
    /// <summary>Suites whose runs get this document beside the usual report.</summary>
    public const string Suite = "cold-start";

    /// <summary>Whether the run holds anything that it shows.</summary>
    public static bool Concerns(Summary summary) => StartTable.CasesOf(summary).Any() || DensityTables.Of(summary).Any();

    internal const string Title = "Cold start: what a deployment unit costs";

    public static IEnumerable<ReportBlock> Of(IReadOnlyList<Summary> runs, string baseline)
    {
        yield return new ReportBlock.Heading(1, Title);
        foreach (Summary summary in runs)
        {
            if (!Concerns(summary))
            {
                yield return new ReportBlock.Heading(2, $"{summary.Run.Header.Machine}, suite {summary.Run.Header.Options.Suite}: neither nop nor triple; ./bench run --suite cold-start and ./bench density measure them");
                if (FindingList.Of(summary.Findings) is { Count: > 0 } doubts)
                    yield return new ReportBlock.Entries(doubts);
                continue;
            }
            yield return new ReportBlock.Heading(2, summary.Run.Header.Machine.ToString());
            yield return new ReportBlock.Facts([.. RunFacts.Of(summary.Run)]);
            foreach (ReportTable table in TablesOf(summary, baseline))
                yield return new ReportBlock.Grid(3, table);
            if (FindingList.Of(summary.Findings) is { Count: > 0 } findings)
            {
                yield return new ReportBlock.Heading(3, "Findings");
                yield return new ReportBlock.Entries(findings);
            }
            if (OutcomeText.Failures(summary).ToArray() is { Length: > 0 } failures)
            {
                yield return new ReportBlock.Heading(3, "Failures");
                yield return new ReportBlock.Entries([.. failures.Select(static one => new ReportEntry($"{one.Case}: {one.Cause.Name()}: {one.Error}", [], OutcomeText.FirstLines(one.StderrTail)))]);
            }
            if (OutcomeText.Skips(summary).ToArray() is { Length: > 0 } skips)
            {
                yield return new ReportBlock.Heading(3, "Skipped");
                yield return new ReportBlock.Entries([.. skips.Select(static one => new ReportEntry($"{one.Backend}: {one.Reason}"))]);
            }
        }
    }

    private static IEnumerable<ReportTable> TablesOf(Summary summary, string baseline)
    {
        foreach (ReportTable table in ClaimTables.Of(summary).Concat(DensityTables.Of(summary)))
            yield return table;
        foreach (IGrouping<(string Workload, string Size), CaseId> program in StartTable.CasesOf(summary).GroupBy(static one => (one.Workload, one.Size)))
        {
            CaseId[] rows = [.. summary.Run.Header.ByClass(program.Select(static one => one.Backend)).Select(id => new CaseId(program.Key.Workload, program.Key.Size, id))];
            yield return StartTable.Of(summary, rows, baseline);
            yield return WeightTable.Of(summary, rows);
            if (ContainerTable.Of(summary, rows) is ReportTable containers)
                yield return containers;
            if (RequestTable.Of(summary, rows) is ReportTable requests)
                yield return requests;
        }
    }
}
