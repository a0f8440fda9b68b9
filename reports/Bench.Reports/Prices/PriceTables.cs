using Bench.Core;

namespace Bench.Reports;

/// <summary>What work costs on each machine and backend, and which of them no other one beats in both price and speed.</summary>
internal static class PriceTables
{
    private const string RowHeader = "machine, backend";

    internal static IEnumerable<ReportTable> Standings(Comparison comparison, ComparedSize size)
    {
        if (comparison.Prices is not PriceList prices || PricedSize.Of(comparison, size) is not { Points.Count: > 0 } priced)
            yield break;
        IReadOnlyList<PricePoint> points = priced.Points;
        IReadOnlyList<ParetoStanding> all = Pareto.Of([.. points.Select(static one => (one.Time, one.Price))]);
        Dictionary<PricePoint, ParetoStanding> own = points.GroupBy(static one => one.Backend)
            .SelectMany(static group => group.Zip(Pareto.Of([.. group.Select(static one => (one.Time, one.Price))]))).ToDictionary(static pair => pair.First, static pair => pair.Second);
        bool spot = points.Any(static one => one.SpotPrice is not null);
        Ranking order = Ranking.Of([.. points.Select(static one => one.Price)]);
        string reference = $"{OutcomeText.OneLine(priced.ReferenceBackend)} on {comparison.Reference.Name}";
        yield return new ReportTable
        {
            Title = $"Size {size.Name}: price and speed",
            Caption = $"Time: geometric mean over {CountText.Of(priced.Workloads.Count, "workload", "workloads")}, relative to {reference}. "
                + $"Price: {prices.Currency} for as much work as {reference} does in 1000 s, one execution after the other, the whole machine paid; a core: the same divided by the machine's cores, "
                + "as if all of them worked and none slowed another down. In the set: no other row is as fast and as cheap; dominated: another one is clearly both faster and cheaper. "
                + $"The share is that of {MedianProduct.Resamples} resamples of the {comparison.Replicates.Many}, seed {comparison.Seed}, in which no other row beats it. {RatioTables.Brackets}",
            Columns =
            [
                new(RowHeader, ColumnAlignment.Left), new("time"), new($"price ({prices.Currency})"), new($"a core ({prices.Currency})"),
                .. spot ? new ReportColumn[] { new($"spot ({prices.Currency})") } : [],
                new("among all", ColumnAlignment.Left), new("among its backend", ColumnAlignment.Left),
            ],
            Rows = [.. points.Select((point, index) => new ReportCell[]
            {
                RowName(point.Column, point.Backend), EstimateText.OfRatio(point.Time.Estimate), EstimateText.Of(point.Price.Estimate), EstimateText.Of(point.PricePerCore.Estimate),
            }.Concat(spot ? [point.SpotPrice is MedianProduct price ? EstimateText.Of(price.Estimate) : ReportCell.None] : [])
                .Append(Standing(comparison, all[index])).Append(points.Count(one => one.Backend == point.Backend) > 1 ? Standing(comparison, own[point]) : ReportCell.None).ToArray())],
            Notes = [.. Order(order), .. NotesOf(comparison, prices), .. priced.LeftOut.Count > 0 ? new[] { $"Left out for want of a workload: {string.Join("; ", priced.LeftOut)}." } : []],
        };
    }

    /// <summary>A row for each machine and backend, a column for each workload.</summary>
    internal static IEnumerable<ReportTable> Executions(Comparison comparison, ComparedSize size)
    {
        if (comparison.Prices is not PriceList prices)
            yield break;
        List<ReportCell[]> rows = [];
        foreach (ComparisonColumn column in comparison.Columns)
        {
            MachinePrice? rent = column.PriceIn(prices, out _);
            foreach (string backend in size.Backends.Where(id => !comparison.IsLibrary(id)))
            {
                MedianProduct?[] times = [.. size.Workloads.Select(workload => comparison.Time(column, new CaseId(workload, size.Name, backend)))];
                if (times.All(static one => one is null))
                    continue;
                MedianProduct?[] costs = [.. times.Select(time => time is null || rent is null ? null : PricePoint.PerMillion(time, rent))];
                MedianProduct? mean = costs.Any(static one => one is null) ? null : MedianProduct.GeometricMean([.. costs.OfType<MedianProduct>()]);
                rows.Add([RowName(column, backend), .. costs.Append(mean).Append(mean?.Times(1.0 / column.Machine.Cores))
                    .Select(static one => one is null ? ReportCell.None : EstimateText.Of(one.Estimate))]);
            }
        }
        if (rows.Count > 0)
            yield return new ReportTable
            {
                Title = $"Size {size.Name}: {prices.Currency} per million executions",
                Caption = $"{comparison.Replicates.Time} of an execution, spawn until exit, times the price of the whole machine; a core: the mean divided by the machine's cores, "
                    + $"as if all of them worked and none slowed another down. {RatioTables.Brackets}",
                Columns = [new(RowHeader, ColumnAlignment.Left), .. size.Workloads.Select(static one => new ReportColumn(OutcomeText.OneLine(one))), new("geometric mean"), new("a core")],
                Rows = rows,
                Notes = [.. NotesOf(comparison, prices)],
            };
    }

    private static IEnumerable<string> Order(Ranking order)
    {
        if (order.Order.Count > 1 && order is { FirstShare: double first, OrderShare: double whole })
            yield return $"The cheapest row stays the cheapest in {EstimateText.Share(first)} of the resamples, the whole order of prices in {EstimateText.Share(whole)}.";
    }

    private static IEnumerable<string> NotesOf(Comparison comparison, PriceList prices)
    {
        yield return $"Prices of {prices.Date:yyyy-MM-dd}{(prices.Source is string source ? $", {OutcomeText.OneLine(source)}" : "")}.";
        DateOnly[] days = [.. comparison.Columns.SelectMany(static column => column.Runs).Select(static run => DateOnly.FromDateTime(run.Header.StartedAt.UtcDateTime)).Distinct().Order()];
        if (days[^1].DayNumber - prices.Date.DayNumber is > PriceList.DaysOfTrust and int older)
            yield return $"They were {older} days old when the run of {days[^1]:yyyy-MM-dd} began: look whether they still hold.";
        foreach (ComparisonColumn column in comparison.Columns)
            if (column.PriceIn(prices, out string reason) is null)
                yield return $"No price for {column.Name}: {reason}.";
    }

    // In one column, because a table that is too wide repeats the first one only.
    private static string RowName(ComparisonColumn column, string backend) => $"{column.Name}, {OutcomeText.OneLine(backend)}";

    private static ReportCell Standing(Comparison comparison, ParetoStanding standing) => standing.State switch
    {
        ParetoState.InTheSet => $"in the set ({EstimateText.Share(standing.Share!.Value)})",
        ParetoState.ClearlyDominated => $"dominated ({EstimateText.Share(standing.Share!.Value)})",
        ParetoState.Undecided => $"undecided ({EstimateText.Share(standing.Share!.Value)})",
        ParetoState.TooFew => $"{(standing.Member ? "in the set" : "dominated")}, {comparison.Replicates.TooFew}",
        _ => throw new ArgumentOutOfRangeException(nameof(standing)),
    };
}
