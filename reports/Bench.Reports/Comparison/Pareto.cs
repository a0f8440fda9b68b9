namespace Bench.Reports;

/// <summary>Which of several points, each with a time and a price, no other one beats in both.</summary>
public static class Pareto
{
    private const double Surely = 0.95;

    public static IReadOnlyList<ParetoStanding> Of(IReadOnlyList<(MedianProduct Time, MedianProduct Price)> points) =>
        [.. Enumerable.Range(0, points.Count).Select(index => Standing(points, index))];

    private static ParetoStanding Standing(IReadOnlyList<(MedianProduct Time, MedianProduct Price)> points, int index)
    {
        (MedianProduct time, MedianProduct price) = points[index];
        int[] better = [.. Others().Where(other => Beats(points[other].Time.Value, points[other].Price.Value, time.Value, price.Value))];
        if (time.Draws is not { } times || price.Draws is not { } prices || points.Any(static one => one.Time.Draws is null || one.Price.Draws is null))
            return new ParetoStanding(better.Length == 0, null, ParetoState.TooFewProcesses);
        int kept = Enumerable.Range(0, MedianProduct.Resamples)
            .Count(resample => !Others().Any(other => Beats(points[other].Time.Draws![resample], points[other].Price.Draws![resample], times[resample], prices[resample])));
        double share = (double)kept / MedianProduct.Resamples;
        ParetoState state = better.Any(IsClear) ? ParetoState.ClearlyDominated
            : better.Length == 0 && share >= Surely ? ParetoState.InTheSet
            : ParetoState.Undecided;
        return new ParetoStanding(better.Length == 0, share, state);

        IEnumerable<int> Others() => Enumerable.Range(0, points.Count).Where(other => other != index);
        bool IsClear(int other) => time.Over(points[other].Time).Judge() == ComparisonVerdict.Slower && price.Over(points[other].Price).Judge() == ComparisonVerdict.Slower;
    }

    private static bool Beats(double time, double price, double otherTime, double otherPrice) =>
        time <= otherTime && price <= otherPrice && (time < otherTime || price < otherPrice);
}
