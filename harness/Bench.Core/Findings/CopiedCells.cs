namespace Bench.Core;

/// <summary>Two backends have the same times to the last digit: one was copied from the other.</summary>
/// <param name="Shared">How many values agree, over all workloads of the two backends.</param>
public sealed record CopiedCells(CaseId CaseId, CaseId Other, string Phase, int Shared) : Finding(CaseId, Phase)
{
    /// <summary>Decimal digits that have to agree by chance, over all cells of the two backends: one in ten million.</summary>
    private const double FewestDigits = 7;

    public override string Id => "copied-cells";
    public override string Text => $"{Phase}: all values are those of {Other}, to the last digit ({Shared} values of the two backends agree)";
    public override string Advice => "times do not repeat to the last digit: find out which of the two was measured, and measure the other";

    internal static IEnumerable<Finding> In(Summary summary) => new[] { Phases.Total, Phases.Execute, Phases.Million }.SelectMany(phase => In(summary, phase)).DistinctBy(static one => one.Case);

    private static IEnumerable<Finding> In(Summary summary, string phase)
    {
        // A published table in milliseconds has four or five digits where a measured one has nine.
        long step = summary.Run.Measurements.Where(one => one.Phase == phase && one is { Metric: Metric.Wall, Value: > 0 })
            .Aggregate(0L, static (divisor, one) => Divisor(divisor, one.Value));
        if (step == 0)
            return [];
        (CaseId Case, Sample Sample)[] cells = [.. summary.Cases.Select(id => (id, summary[id, phase, Metric.Wall])).Where(static one => one.Item2 is not null).Select(static one => (one.id, one.Item2!))];
        return cells
            .GroupBy(static cell => (cell.Case.Workload, cell.Case.Size, Values: string.Join(' ', cell.Sample.Sorted)))
            .SelectMany(static same => same.SelectMany((one, i) => same.Skip(i + 1).Select(other => (One: one, Other: other))))
            .GroupBy(static pair => (pair.One.Case.Backend, pair.Other.Case.Backend))
            .Where(pairs => pairs.Sum(pair => pair.One.Sample.Values.Distinct().Sum(value => Math.Log10(Math.Max(1, value / step)))) >= FewestDigits)
            .SelectMany(pairs => pairs.Select(pair => new CopiedCells(pair.Other.Case, pair.One.Case, phase, pairs.Sum(static one => one.One.Sample.Count))));
    }

    private static long Divisor(long one, long other)
    {
        while (other != 0)
            (one, other) = (other, one % other);
        return one;
    }
}
