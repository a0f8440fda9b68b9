using Bench.Core;

namespace Bench.Reports;

/// <summary>A unit that a column is printed in.</summary>
/// <param name="Size">In the metric's base unit.</param>
public sealed record Unit(string Name, double Size)
{
    public static readonly Unit Second = new("s", 1e9);
    private static readonly Unit[] s_times = [new("ns", 1), new("µs", 1e3), new("ms", 1e6), Second];
    private static readonly Unit[] s_bytes = [new("B", 1), new("KiB", 1 << 10), new("MiB", 1 << 20), new("GiB", 1 << 30)];
    private static readonly Unit[] s_counts = [new("", 1), new("10³", 1e3), new("10⁶", 1e6), new("10⁹", 1e9)];

    public static Unit OfTimes(IEnumerable<double> nanoseconds) => Fitting(s_times, nanoseconds);

    public static Unit OfBytes(IEnumerable<double> bytes) => Fitting(s_bytes, bytes);

    public static Unit OfCounts(IEnumerable<double> counts) => Fitting(s_counts, counts);

    /// <summary>A column's header with its unit.</summary>
    public string After(string header) => Name.Length == 0 ? header : $"{header} ({Name})";

    /// <summary>One value with its own unit: <c>8.00 GiB</c>.</summary>
    public static string Bytes(double bytes)
    {
        Unit unit = OfBytes([bytes]);
        return $"{Rounding.Significant(bytes / unit.Size, 3)} {unit.Name}";
    }

    public string Mean(Sample sample) => Rounding.WithDeviation(sample.Mean / Size, sample.StandardDeviation / Size);

    public string Estimated(Estimate estimate) => Rounding.WithInterval(estimate.Value / Size,
        estimate.Interval is Interval interval ? new Interval(interval.Low / Size, interval.High / Size, interval.Level) : null);

    public string Minimum(Sample sample) => Rounding.Significant(sample.Minimum / Size, 3);

    public string Median(Sample sample) => Rounding.Significant(sample.Median / Size, 3);

    // By the middle value: an interpreter a thousand times slower must not turn everybody else into 0.00012.
    private static Unit Fitting(Unit[] units, IEnumerable<double> values)
    {
        double middle = new Sample(values).Median;
        return units.LastOrDefault(unit => unit.Size <= middle) ?? units[0];
    }
}
