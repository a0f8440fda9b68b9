namespace Bench.Reports;

/// <summary>Which of several points, each with a time and a price, no other one beats in both.</summary>
public static class Pareto
{
    // Of a two-sided 95 % interval, the part that lies above its lower bound.
    private const double Clearly = 0.975;
    private const double Surely = 0.95;

    public static IReadOnlyList<ParetoStanding> Of(IReadOnlyList<(ResampledValue Time, ResampledValue Price)> points) =>
        [.. Enumerable.Range(0, points.Count).Select(index => Standing(points, index))];

    private static ParetoStanding Standing(IReadOnlyList<(ResampledValue Time, ResampledValue Price)> points, int index)
    {
        (ResampledValue time, ResampledValue price) = points[index];
        int[] better = [.. Others().Where(other => Beats(points[other].Time.Value, points[other].Price.Value, time.Value, price.Value))];
        if (time.Draws is not { } times || price.Draws is not { } prices || points.Any(static one => one.Time.Draws is null || one.Price.Draws is null))
            return new ParetoStanding(better.Length == 0, null, ParetoState.TooFewProcesses);
        int kept = Enumerable.Range(0, ResampledValue.Resamples)
            .Count(resample => !Others().Any(other => Beats(points[other].Time.Draws![resample], points[other].Price.Draws![resample], times[resample], prices[resample])));
        double share = (double)kept / ResampledValue.Resamples;
        ParetoState state = better.Any(IsClear) ? ParetoState.ClearlyDominated
            : better.Length == 0 && share >= Surely ? ParetoState.InTheSet
            : ParetoState.Undecided;
        return new ParetoStanding(better.Length == 0, share, state);

        IEnumerable<int> Others() => Enumerable.Range(0, points.Count).Where(other => other != index);
        // That is: the lower bounds of both ratios lie above 1.
        bool IsClear(int other) => Above(times, points[other].Time.Draws!) >= Clearly && Above(prices, points[other].Price.Draws!) >= Clearly;
    }

    private static bool Beats(double time, double price, double otherTime, double otherPrice) =>
        time <= otherTime && price <= otherPrice && (time < otherTime || price < otherPrice);

    private static double Above(IReadOnlyList<double> draws, IReadOnlyList<double> others) =>
        (double)draws.Zip(others).Count(static pair => pair.First > pair.Second) / ResampledValue.Resamples;
}
