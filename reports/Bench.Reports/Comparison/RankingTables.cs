using Bench.Core;

namespace Bench.Reports;

/// <summary>The order of the columns, fastest first, and how often it survives when the processes are drawn anew.</summary>
internal static class RankingTables
{
    /// <summary>By the geometric mean over the workloads that all columns measured.</summary>
    internal static IEnumerable<ReportTable> Means(Comparison comparison, ComparedSize size)
    {
        (string Name, CaseId[] Cases)[] rows = [.. size.Backends.Select(id => (id, Cases(comparison, size, id))).Where(static row => row.Item2.Length > 0)];
        if (rows.Length > 1)
            rows = [.. rows, (RatioTables.AllBackends, [.. rows.SelectMany(static row => row.Cases)])];
        return Table(comparison, $"Size {size.Name}: order by geometric mean", rows.Select(row => (row.Name, Values: Values(comparison, row.Cases), Of: row.Cases.Length)), withCount: true);
    }

    /// <summary>By each workload.</summary>
    internal static IEnumerable<ReportTable> Workloads(Comparison comparison, ComparedSize size) => Table(comparison, $"Size {size.Name}: order by workload",
        size.Backends.SelectMany(id => Cases(comparison, size, id)).Select(one => (Name: $"{one.Backend}, {one.Workload}", Values: Values(comparison, [one]), Of: 1)), withCount: false);

    private static CaseId[] Cases(Comparison comparison, ComparedSize size, string backend) =>
        [.. size.Workloads.Select(workload => new CaseId(workload, size.Name, backend)).Where(id => comparison.Columns.All(column => comparison.Time(column, id) is not null))];

    private static ResampledValue[] Values(Comparison comparison, CaseId[] cases) =>
        [.. comparison.Columns.Select(column => ResampledValue.GeometricMean([.. cases.Select(id => comparison.Time(column, id)!)]))];

    private static IEnumerable<ReportTable> Table(Comparison comparison, string title, IEnumerable<(string Name, ResampledValue[] Values, int Of)> rows, bool withCount)
    {
        ReportCell[][] cells = comparison.Columns.Count < 2 ? [] : [.. rows.Select(row =>
        {
            Ranking ranking = Ranking.Of(row.Values);
            IEnumerable<ReportCell> shown =
            [
                OutcomeText.OneLine(row.Name), .. withCount ? new ReportCell[] { row.Of.ToString() } : [],
                string.Join(" < ", ranking.Order.Select(index => comparison.Columns[index].Name)),
                Share(ranking.FirstShare), Share(ranking.OrderShare),
            ];
            return shown.ToArray();
        })];
        if (cells.Length > 0)
            yield return new ReportTable
            {
                Title = title,
                Caption = $"Median wall time, the shortest first, of cases that all columns measured. Shares are of {ResampledValue.Resamples} resamples of the processes, seed {comparison.Seed}: "
                    + "how many have the same first place, and the same order from first to last.",
                Columns = [new("backend", ColumnAlignment.Left), .. withCount ? new ReportColumn[] { new("cases") } : [], new("order", ColumnAlignment.Left), new("same first"), new("same order")],
                Rows = cells,
            };
    }

    private static ReportCell Share(double? share) => share is double value ? EstimateText.Share(value) : ComparisonVerdict.TooFewProcesses.Name();
}
