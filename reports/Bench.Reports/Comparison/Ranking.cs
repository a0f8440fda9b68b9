namespace Bench.Reports;

/// <summary>Things in the order of a number, the smallest first, and how well that order stands.</summary>
/// <param name="Order">Indices of the values.</param>
/// <param name="FirstShare">Share of the resamples with the same first place; null where a value has too few values.</param>
/// <param name="OrderShare">Share of the resamples with the same order from first to last.</param>
public sealed record Ranking(IReadOnlyList<int> Order, double? FirstShare, double? OrderShare)
{
    public static Ranking Of(IReadOnlyList<MedianProduct> values)
    {
        int[] order = Ordered(index => values[index].Value);
        if (values.Any(static one => one.Draws is null))
            return new Ranking(order, null, null);
        int[][] resampled = [.. Enumerable.Range(0, MedianProduct.Resamples).Select(resample => Ordered(index => values[index].Draws![resample]))];
        return new Ranking(order, Share(one => one[0] == order[0]), Share(one => one.AsSpan().SequenceEqual(order)));

        // Equal values keep the order in which they were given.
        int[] Ordered(Func<int, double> value) => [.. Enumerable.Range(0, values.Count).OrderBy(value)];
        double Share(Func<int[], bool> holds) => (double)resampled.Count(holds) / MedianProduct.Resamples;
    }
}
