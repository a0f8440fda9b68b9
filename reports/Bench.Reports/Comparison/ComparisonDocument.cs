namespace Bench.Reports;

/// <summary>A comparison as a document: all its tables under one heading.</summary>
public static class ComparisonDocument
{
    public static IEnumerable<ReportBlock> Of(Comparison comparison) =>
        [new ReportBlock.Heading(1, "Comparison"), .. ComparisonTables.Of(comparison).Select(static table => new ReportBlock.Grid(2, table))];
}
