using Bench.Core;

namespace Bench.Reports;

/// <summary>Everything at one size that has a price.</summary>
/// <param name="ReferenceBackend">Its times on the reference column are the unit of work.</param>
/// <param name="Workloads">That the reference measured; a point has all of them.</param>
/// <param name="Points">The cheapest work first.</param>
/// <param name="LeftOut">Backends on machines that lack a workload, each with which.</param>
public sealed record PricedSize(ComparedSize Size, string ReferenceBackend, IReadOnlyList<string> Workloads, IReadOnlyList<PricePoint> Points, IReadOnlyList<string> LeftOut)
{
    /// <returns>Null where the reference column measured nothing at this size.</returns>
    public static PricedSize? Of(Comparison comparison, ComparedSize size)
    {
        string? reference = comparison.Baseline is string baseline && Measured(comparison, size, comparison.Reference, baseline).Length > 0 ? baseline
            : size.Backends.FirstOrDefault(id => Measured(comparison, size, comparison.Reference, id).Length > 0);
        if (reference is null)
            return null;
        string[] workloads = Measured(comparison, size, comparison.Reference, reference);
        List<PricePoint> points = [];
        List<string> leftOut = [];
        foreach (ComparisonColumn column in comparison.Columns)
        {
            if (comparison.Prices is not PriceList prices || column.PriceIn(prices, out _) is not MachinePrice rent)
                continue;
            foreach (string backend in size.Backends.Where(id => column.Cases.Any(one => one.Backend == id && one.Size == size.Name)))
            {
                string[] missing = [.. workloads.Except(Measured(comparison, size, column, backend))];
                if (missing.Length == 0)
                    points.Add(PricePoint.Of(column, backend, rent, MedianProduct.GeometricMean([.. workloads.Select(workload =>
                        comparison.Time(column, new CaseId(workload, size.Name, backend))!.Over(comparison.Time(comparison.Reference, new CaseId(workload, size.Name, reference))!))])));
                else
                    leftOut.Add($"{OutcomeText.OneLine(backend)} on {column.Name} (no {string.Join(", ", missing.Select(OutcomeText.OneLine))})");
            }
        }
        return new PricedSize(size, reference, workloads, [.. points.OrderBy(static one => one.Price.Value)], leftOut);
    }

    private static string[] Measured(Comparison comparison, ComparedSize size, ComparisonColumn column, string backend) =>
        [.. size.Workloads.Where(workload => comparison.Time(column, new CaseId(workload, size.Name, backend)) is not null)];
}
