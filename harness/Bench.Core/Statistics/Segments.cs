namespace Bench.Core;

/// <summary>Cuts a series where its level changes: the cuts with the least squared error plus a price for each.</summary>
/// <remarks>Jackson et al., "An algorithm for optimal partitioning of data on an interval", IEEE Signal Processing Letters 12 (2005). Exact; a segment may be a single value, which rank-based methods cannot see.</remarks>
internal static class Segments
{
    /// <param name="price">Of one more segment, in the unit of the values squared.</param>
    /// <returns>Where each segment begins, the first at 0; none for an empty series.</returns>
    internal static IReadOnlyList<int> Of(IReadOnlyList<double> series, double price)
    {
        double[] sums = new double[series.Count + 1], squares = new double[series.Count + 1], best = new double[series.Count + 1];
        int[] begins = new int[series.Count + 1];
        double origin = series.Count > 0 ? series[^1] : 0;   // squares of large values would cancel
        for (int end = 1; end <= series.Count; end++)
        {
            double value = series[end - 1] - origin;
            sums[end] = sums[end - 1] + value;
            squares[end] = squares[end - 1] + (value * value);
            best[end] = double.PositiveInfinity;
            for (int begin = 0; begin < end; begin++)
            {
                double sum = sums[end] - sums[begin], error = squares[end] - squares[begin] - (sum * sum / (end - begin));
                if (best[begin] + error + price < best[end])
                    (best[end], begins[end]) = (best[begin] + error + price, begin);
            }
        }
        List<int> found = [];
        for (int end = series.Count; end > 0; end = begins[end])
            found.Insert(0, begins[end]);
        return found;
    }
}
