namespace Bench.Core;

/// <summary>Wall times of one program by two clocks, in nanoseconds, pair by pair.</summary>
public sealed record Overhead(IReadOnlyList<double> Harness, IReadOnlyList<double> Perf, ulong Seed)
{
    public double HarnessMedianNs => new Sample(Harness).Median;
    public double PerfMedianNs => new Sample(Perf).Median;

    /// <summary>Harness divided by perf: the median over the pairs, so that drift of the machine hits both alike.</summary>
    public double Ratio => new Sample(Ratios).Median;

    /// <summary>Holds the true median ratio with at least 95 %: order statistics, no assumption about the distribution.</summary>
    public (double Low, double High) RatioInterval => MedianInterval([.. Ratios.Order()]);

    public bool IsFine => Math.Abs(Ratio - 1) <= OverheadTrial.Tolerance;

    private IEnumerable<double> Ratios => Harness.Zip(Perf, static (harness, perf) => harness / perf);

    /// <param name="sorted">With fewer than six values the interval is their range, and holds less than 95 %.</param>
    public static (double Low, double High) MedianInterval(IReadOnlyList<double> sorted)
    {
        // The number of values below the median is binomial with one half: take ranks from both ends while the tails stay within 5 %.
        int n = sorted.Count, rank = 0;
        double term = Math.Pow(0.5, n), tail = term;
        while (2 * tail <= 0.05)
        {
            rank++;
            term *= (double)(n - rank + 1) / rank;
            tail += term;
        }
        int low = Math.Max(rank - 1, 0);
        return (sorted[low], sorted[n - 1 - low]);
    }
}
