using Bench.Core;
using CsvHelper;

namespace Bench.Reports;

/// <summary>compare.csv: a line for each number, with nine digits; times in nanoseconds.</summary>
internal sealed class ComparisonCsv : IComparisonFormat
{
    private static readonly string[] s_columns =
        ["quantity", "size", "workload", "backend", "machine", "reference", "baseline", "n", "value", "low", "high", "unit", "verdict", "share"];

    public string Name => "csv";

    public Task<IReadOnlyList<ReportFile>> RenderAsync(Comparison comparison, Toolbox? tools, CancellationToken ct)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        using (CsvWriter csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true))
        {
            csv.WriteFields(s_columns);
            foreach (FailedMachine failed in comparison.Failures)
                csv.WriteFields(new Line("failed-machine", "", "", "", failed.Title) { Count = failed.Measured, Verdict = $"{failed.Outcome}: {failed.Cause}" }.Fields);
            foreach (ComparedSize size in comparison.Sizes)
                foreach (Line line in Times(comparison, size).Concat(BesideTypes(comparison, size)).Concat(Ratios(comparison, size)).Concat(Prices(comparison, size)))
                    csv.WriteFields(line.Fields);
        }
        return Task.FromResult<IReadOnlyList<ReportFile>>([ReportFile.OfText("compare.csv", writer.ToString())]);
    }

    private static IEnumerable<Line> Times(Comparison comparison, ComparedSize size) =>
        from column in comparison.Columns
        from id in column.Cases
        where id.Size == size.Name
        orderby id.Workload, id.Backend
        let line = new Line("median-time", size.Name, id.Workload, id.Backend, column.Name) { Unit = "ns" }
        select comparison.Time(column, id) is MedianProduct time
            ? line with { Value = time.Estimate, Count = column.Wall(id)!.Count }
            : line with { Verdict = column.OutcomeOf(id) is Outcome.Failed failed ? $"failed: {failed.Cause.Name()}" : "not measured" };

    private static IEnumerable<Line> BesideTypes(Comparison comparison, ComparedSize size) =>
        from column in comparison.Columns
        from one in comparison.BesideType(column, size)
        select new Line("machine-beside-type", size.Name, "", "", one.Machine.Name) { Reference = column.Name, Value = one.Ratio.Estimate, Unit = "1", Verdict = one.Ratio.Judge().Name(Replicates.Processes) };

    private static IEnumerable<Line> Ratios(Comparison comparison, ComparedSize size)
    {
        foreach ((string quantity, Func<ComparisonColumn, CaseId, MedianProduct?> ratio) in
            new (string, Func<ComparisonColumn, CaseId, MedianProduct?>)[] { ("ratio", comparison.Ratio), ("ratio-through-baseline", comparison.RatioThroughBaseline) })
            foreach (ComparisonColumn column in comparison.Others)
                foreach (string backend in size.Backends)
                {
                    Line line = new(quantity, size.Name, "", backend, column.Name)
                    {
                        Reference = comparison.Reference.Name, Baseline = quantity == "ratio" ? "" : comparison.Baseline ?? "", Unit = "1",
                    };
                    foreach (string workload in size.Workloads)
                        if (ratio(column, new CaseId(workload, size.Name, backend)) is MedianProduct one)
                            yield return line with { Workload = workload, Value = one.Estimate, Verdict = one.Judge().Name(comparison.Replicates) };
                    if (Comparison.GeometricMean(size, [backend], id => ratio(column, id)) is { } mean)
                        yield return line with { Quantity = $"{quantity}-geometric-mean", Value = mean.Mean.Estimate, Count = mean.Count, Verdict = mean.Mean.Judge().Name(comparison.Replicates) };
                }
    }

    private static IEnumerable<Line> Prices(Comparison comparison, ComparedSize size)
    {
        if (comparison.Prices is not PriceList prices)
            yield break;
        foreach (ComparisonColumn column in comparison.Columns)
            if (column.PriceIn(prices, out _) is MachinePrice rent)
                foreach (CaseId id in column.Cases.Where(one => one.Size == size.Name && size.Workloads.Contains(one.Workload) && !comparison.IsLibrary(one.Backend)).OrderBy(static one => one.ToString(), StringComparer.Ordinal))
                    if (comparison.Time(column, id) is MedianProduct time)
                        yield return new Line("price-per-million", size.Name, id.Workload, id.Backend, column.Name) { Value = PricePoint.PerMillion(time, rent).Estimate, Unit = prices.Currency };
        if (PricedSize.Of(comparison, size) is not PricedSize priced)
            yield break;
        IReadOnlyList<ParetoStanding> standings = Pareto.Of([.. priced.Points.Select(static one => (one.Time, one.Price))]);
        foreach ((PricePoint point, ParetoStanding standing) in priced.Points.Zip(standings))
        {
            Line line = new("relative-time", size.Name, "", point.Backend, point.Column.Name) { Reference = comparison.Reference.Name, Baseline = priced.ReferenceBackend, Unit = "1" };
            yield return line with { Value = point.Time.Estimate, Count = priced.Workloads.Count };
            yield return line with
            {
                Quantity = "price-per-1000-s", Value = point.Price.Estimate, Count = priced.Workloads.Count, Unit = prices.Currency, Verdict = standing.State == ParetoState.TooFew ? comparison.Replicates.TooFew.Replace(' ', '-') : KebabCase.Of(standing.State), Share = standing.Share,
            };
            yield return line with { Quantity = "price-per-1000-s-of-a-core", Value = point.PricePerCore.Estimate, Count = priced.Workloads.Count, Unit = prices.Currency };
            if (point.SpotPrice is MedianProduct spot)
                yield return line with { Quantity = "spot-price-per-1000-s", Value = spot.Estimate, Count = priced.Workloads.Count, Unit = prices.Currency };
        }
    }

    /// <param name="Machine">Name of the column, or of a machine beside its type.</param>
    private sealed record Line(string Quantity, string Size, string Workload, string Backend, string Machine)
    {
        internal string Reference { get; init; } = "";
        internal string Baseline { get; init; } = "";

        /// <summary>Of processes, or of machines of a type; for geometric means of workloads, for failed machines of cases measured before.</summary>
        internal int? Count { get; init; }
        internal Estimate? Value { get; init; }
        internal string Unit { get; init; } = "";
        internal string Verdict { get; init; } = "";
        internal double? Share { get; init; }

        internal IEnumerable<string> Fields => new[]
        {
            Quantity, Size, Workload, Backend, Machine, Reference, Baseline, Count?.ToString() ?? "", Number(Value?.Value), Number(Value?.Interval?.Low), Number(Value?.Interval?.High), Unit, Verdict, Number(Share),
        }.Select(OutcomeText.OneLine);

        // What is behind them comes out of logarithms, which the C libraries of this world do not round alike.
        private static string Number(double? value) => value is double number ? double.Parse(number.ToString("E8")).ToString("0.################") : "";
    }
}
