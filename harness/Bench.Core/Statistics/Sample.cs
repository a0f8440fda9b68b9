namespace Bench.Core;

/// <summary>The values of one case, phase and metric, one a process.</summary>
public sealed class Sample
{
    private readonly double[] _sorted;

    /// <exception cref="ArgumentException">There is no value.</exception>
    public Sample(IEnumerable<double> values)
    {
        Values = [.. values];
        if (Values.Count == 0)
            throw new ArgumentException("a sample needs at least one value", nameof(values));
        _sorted = [.. Values.Order()];
    }

    /// <summary>In the order of execution.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>In the order of size.</summary>
    public IReadOnlyList<double> Sorted => _sorted;
    public int Count => _sorted.Length;
    public double Minimum => _sorted[0];
    public double Maximum => _sorted[^1];
    public double Mean => _sorted.Average();
    public double Median => Count % 2 == 1 ? _sorted[Count / 2] : (_sorted[(Count / 2) - 1] + _sorted[Count / 2]) / 2;

    /// <summary>Sample standard deviation (divisor n − 1); null for a single value, which says nothing about spread.</summary>
    public double? StandardDeviation
    {
        get
        {
            if (Count < 2)
                return null;
            double mean = Mean;
            return Math.Sqrt(_sorted.Sum(value => (value - mean) * (value - mean)) / (Count - 1));
        }
    }
}
