namespace Bench.Reports;

/// <summary>Which of several points, each with a time and a price, no other one beats in both.</summary>
public static class Pareto
{
    private const double Surely = 0.95;

    public static IReadOnlyList<ParetoStanding> Of(IReadOnlyList<(MedianProduct Time, MedianProduct Price)> points)
    {
        bool[] members = Unbeaten([.. points.Select(static one => one.Time.Value)], [.. points.Select(static one => one.Price.Value)]);
        if (points.Any(static one => one.Time.Draws is null || one.Price.Draws is null))
            return [.. members.Select(static member => new ParetoStanding(member, null, ParetoState.TooFew))];
        int[] kept = new int[points.Count];
        for (int resample = 0; resample < MedianProduct.Resamples; resample++)
        {
            bool[] unbeaten = Unbeaten([.. points.Select(one => one.Time.Draws![resample])], [.. points.Select(one => one.Price.Draws![resample])]);
            for (int index = 0; index < kept.Length; index++)
                kept[index] += unbeaten[index] ? 1 : 0;
        }
        return [.. Enumerable.Range(0, points.Count).Select(index => Standing(points, index, members[index], (double)kept[index] / MedianProduct.Resamples))];
    }

    private static ParetoStanding Standing(IReadOnlyList<(MedianProduct Time, MedianProduct Price)> points, int index, bool member, double share)
    {
        (MedianProduct time, MedianProduct price) = points[index];
        ParetoState state = !member && points.Any(other => other.Time.Value <= time.Value && other.Price.Value <= price.Value && IsClear(other)) ? ParetoState.ClearlyDominated
            : member && share >= Surely ? ParetoState.InTheSet
            : ParetoState.Undecided;
        return new ParetoStanding(member, share, state);

        bool IsClear((MedianProduct Time, MedianProduct Price) other) => time.Over(other.Time).Judge() == ComparisonVerdict.Slower && price.Over(other.Price).Judge() == ComparisonVerdict.Slower;
    }

    /// <summary>Of which no other point is as fast and as cheap, and better in one of both; equal points leave each other in.</summary>
    private static bool[] Unbeaten(double[] times, double[] prices)
    {
        int[] order = [.. Enumerable.Range(0, times.Length)];
        Array.Sort(order, (one, other) => times[one].CompareTo(times[other]) is not 0 and int byTime ? byTime : prices[one].CompareTo(prices[other]));
        bool[] unbeaten = new bool[times.Length];
        double cheapest = double.PositiveInfinity;
        for (int start = 0, end; start < order.Length; start = end)
        {
            // Equally fast ones: the first of them is the cheapest.
            double least = prices[order[start]];
            for (end = start; end < order.Length && times[order[end]] == times[order[start]]; end++)
                unbeaten[order[end]] = prices[order[end]] == least && least < cheapest;
            cheapest = Math.Min(cheapest, least);
        }
        return unbeaten;
    }
}
