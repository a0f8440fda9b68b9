namespace Bench.Gate;

/// <summary>How many of the pairs of two samples are in the wrong order, where both come from one distribution.</summary>
/// <remarks>The recursion is that of Mann and Whitney (1947), one value after the other.</remarks>
internal static class RankCounts
{
    /// <returns>At index u the chance of at most u such pairs.</returns>
    internal static double[] Cumulative(int one, int other)
    {
        // ways[k][u]: of choosing k places among those seen so far so that u pairs are in the wrong order, as a share of all at the end.
        double[][] ways = [.. Enumerable.Range(0, one + 1).Select(count => new double[(count * other) + 1])];
        ways[0][0] = 1;
        for (int place = 0; place < one + other; place++)
            for (int count = Math.Min(one, place + 1); count >= 1; count--)
            {
                int before = place - (count - 1);   // values of the other sample that lie below this one
                if (before > other)
                    continue;
                for (int inversions = 0; inversions + before < ways[count].Length && inversions < ways[count - 1].Length; inversions++)
                    ways[count][inversions + before] += ways[count - 1][inversions];
            }
        double all = ways[one].Sum(), sum = 0;
        return [.. ways[one].Select(each => Math.Min(1, (sum += each) / all))];
    }
}
