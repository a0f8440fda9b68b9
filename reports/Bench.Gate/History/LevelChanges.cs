using Bench.Core;

namespace Bench.Gate;

/// <summary>Where the level of a series changes for good, or for a while.</summary>
/// <remarks>
/// The clearest stretch is taken for a level of its own; then the levels so far are taken out of the series and it is asked again: aligned ranks,
/// Hodges and Lehmann, "Rank methods for combination of independent experiments in analysis of variance", Annals of Mathematical Statistics 33 (1962).
/// </remarks>
internal static class LevelChanges
{
    /// <param name="logarithms">Of the values, in the order of time.</param>
    /// <param name="chance">Largest chance that a change may have of being none: 0 to 1.</param>
    /// <param name="atLeast">Smaller changes are left out: a share, 0.02 for 2 %.</param>
    /// <returns>In the order of time; none for a series that is too short.</returns>
    internal static IReadOnlyList<LevelChange> In(IReadOnlyList<double> logarithms, double chance, double atLeast)
    {
        if (logarithms.Count < 2 * RankArcs.FewestValues)
            return [];
        RankArcs arcs = RankArcs.OfLength(logarithms.Count);
        ArcChances chances = ArcChances.OfLength(logarithms.Count);
        SortedDictionary<int, double> found = [];
        while (true)
        {
            RankArc best = arcs.Best(Ranks(WithoutLevels(logarithms, found.Keys)));
            double probability = chances.Probability(best.Score);
            int[] begins = [.. new[] { best.Begin, best.End }.Where(begin => IsFarFromOthers(begin, logarithms.Count, found.Keys))];
            if (probability > chance || begins.Length == 0)
                break;
            foreach (int begin in begins)
                found[begin] = probability;
            Settle(logarithms, found);
        }
        RemoveSmall(logarithms, found, Math.Log(1 + atLeast));
        double[] levels = LevelsOf(logarithms, found.Keys);
        return [.. found.Select((pair, i) => new LevelChange(pair.Key, levels[i + 1] - levels[i], pair.Value))];
    }

    /// <summary>The median of each level, the first one included.</summary>
    internal static double[] LevelsOf(IReadOnlyList<double> values, IEnumerable<int> begins)
    {
        int[] ends = [.. begins, values.Count];
        return [.. ends.Select((end, i) => new Sample(values.Skip(i == 0 ? 0 : ends[i - 1]).Take(end - (i == 0 ? 0 : ends[i - 1]))).Median)];
    }

    internal static double[] WithoutLevels(IReadOnlyList<double> values, IReadOnlyCollection<int> begins)
    {
        double[] levels = LevelsOf(values, begins);
        return [.. values.Select((value, i) => value - levels[begins.Count(begin => begin <= i)])];
    }

    private static bool IsFarFromOthers(int begin, int length, IEnumerable<int> others) =>
        others.Append(0).Append(length).All(other => Math.Abs(other - begin) >= RankArcs.FewestValues);

    /// <summary>Moves each change to where the two levels beside it are told apart best: it was found while others were not known.</summary>
    private static void Settle(IReadOnlyList<double> values, SortedDictionary<int, double> found)
    {
        int[] begins = [.. found.Keys];
        for (int i = 0; i < begins.Length; i++)
        {
            int from = i == 0 ? 0 : begins[i - 1], to = i + 1 == begins.Length ? values.Count : begins[i + 1];
            int settled = Enumerable.Range(from + RankArcs.FewestValues, to - from - (2 * RankArcs.FewestValues) + 1).MinBy(begin => Distance(values, from, begin) + Distance(values, begin, to));
            if (settled == begins[i])
                continue;
            (double probability, int old) = (found[begins[i]], begins[i]);
            found.Remove(old);
            found[begins[i] = settled] = probability;
        }
    }

    /// <summary>Of all values of a stretch from their median, which a wild one moves little.</summary>
    private static double Distance(IReadOnlyList<double> values, int from, int to)
    {
        Sample stretch = new(values.Skip(from).Take(to - from));
        return stretch.Values.Sum(value => Math.Abs(value - stretch.Median));
    }

    private static void RemoveSmall(IReadOnlyList<double> values, SortedDictionary<int, double> found, double least)
    {
        while (found.Count > 0)
        {
            double[] levels = LevelsOf(values, found.Keys);
            (int begin, double shift) = found.Keys.Select((begin, i) => (begin, Math.Abs(levels[i + 1] - levels[i]))).MinBy(static one => one.Item2);
            if (shift >= least)
                return;
            found.Remove(begin);
        }
    }

    private static double[] Ranks(double[] values)
    {
        double[] ranks = new double[values.Length];
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && values[order[to]] == values[order[from]]; to++)
                ;
            for (int i = from; i < to; i++)
                ranks[order[i]] = (from + to + 1) / 2.0;
        }
        return ranks;
    }
}

/// <param name="Begin">Of the new level: an index into the series.</param>
/// <param name="Shift">Logarithm of the new level's median ÷ the old one's.</param>
/// <param name="Probability">Of a change as striking as this somewhere in a series that has none.</param>
internal sealed record LevelChange(int Begin, double Shift, double Probability);
