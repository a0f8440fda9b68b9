using Bench.Core;

namespace Bench.Reports;

/// <summary>The order of the columns, fastest first, and how often it survives when the processes are drawn anew.</summary>
internal static class RankingTables
{
    /// <summary>By the geometric mean over the workloads that all of a backend's columns measured.</summary>
    internal static IEnumerable<ReportTable> Means(Comparison comparison, ComparedSize size)
    {
        CaseId[][] backends = [.. size.Backends.Select(id => size.Workloads.Select(workload => new CaseId(workload, size.Name, id)).ToArray())];
        Row[] rows = [.. backends.Select(cases => Row.Of(comparison, cases[0].Backend, cases, ColumnsWithAny(comparison, cases))).OfType<Row>()];
        if (rows.Length > 1 && Row.Of(comparison, RatioTables.AllBackends, [.. backends.SelectMany(static cases => cases)], comparison.Columns) is Row all)
            rows = [.. rows, all];
        return Table(comparison, $"Size {size.Name}: order by geometric mean", rows, withCount: true);
    }

    /// <summary>By each workload.</summary>
    internal static IEnumerable<ReportTable> Workloads(Comparison comparison, ComparedSize size) =>
        Table(comparison, $"Size {size.Name}: order by workload", [.. from backend in size.Backends
            from workload in size.Workloads
            let id = new CaseId(workload, size.Name, backend)
            let row = Row.Of(comparison, $"{backend}, {workload}", [id], ColumnsWithAny(comparison, [id]))
            where row is not null
            select row], withCount: false);

    private static ComparisonColumn[] ColumnsWithAny(Comparison comparison, CaseId[] cases) =>
        [.. comparison.Columns.Where(column => cases.Any(id => comparison.Time(column, id) is not null))];

    private static IEnumerable<ReportTable> Table(Comparison comparison, string title, Row[] rows, bool withCount)
    {
        if (rows.Length > 0)
            yield return new ReportTable
            {
                Title = title,
                Caption = $"{comparison.Replicates.Time}, the shortest first, of cases that all columns of the row measured. Shares are of {MedianProduct.Resamples} resamples of the {comparison.Replicates.Many}, seed {comparison.Seed}: "
                    + "how many have the same first place, and the same order from first to last.",
                Columns = [new("backend", ColumnAlignment.Left), .. withCount ? new ReportColumn[] { new("cases") } : [], new("order", ColumnAlignment.Left), new("same first"), new("same order")],
                Rows = [.. rows.Select(row => new[] { new ReportCell(OutcomeText.OneLine(row.Name)) }.Concat(withCount ? [row.Cases.ToString()] : [])
                    .Append(row.Order).Append(Share(comparison, row.Ranking.FirstShare)).Append(Share(comparison, row.Ranking.OrderShare)).ToArray())],
            };
    }

    private static ReportCell Share(Comparison comparison, double? share) => share is double value ? EstimateText.Share(value) : comparison.Replicates.TooFew;

    /// <param name="Cases">How many the means are of.</param>
    private sealed record Row(string Name, int Cases, string Order, Ranking Ranking)
    {
        /// <returns>Null where fewer than two columns have a case in common.</returns>
        internal static Row? Of(Comparison comparison, string name, CaseId[] cases, IReadOnlyList<ComparisonColumn> columns)
        {
            CaseId[] common = [.. cases.Where(id => columns.All(column => comparison.Time(column, id) is not null))];
            if (columns.Count < 2 || common.Length == 0)
                return null;
            Ranking ranking = Ranking.Of([.. columns.Select(column => MedianProduct.GeometricMean([.. common.Select(id => comparison.Time(column, id)!)]))]);
            return new Row(name, common.Length, string.Join(" < ", ranking.Order.Select(index => columns[index].Name)), ranking);
        }
    }
}
