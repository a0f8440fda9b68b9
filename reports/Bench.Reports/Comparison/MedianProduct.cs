using Bench.Core;

namespace Bench.Reports;

/// <summary>A product of powers of medians, which is what every time, ratio, geometric mean and price of a comparison is, with what is known of its precision.</summary>
/// <remarks>
/// The interval is put together from those of the medians as <see cref="RatioEstimate"/> and <see cref="GeometricMean"/> do it, of which it is the
/// general case: on logarithms a product of powers is a weighted sum (Zou and Donner, Statistics in Medicine 27, 2008). A median that stands on both
/// sides of a quotient cancels out, so that a machine divided by itself is 1 without doubt. The draws are for what is no number, such as an order:
/// bootstrap resamples (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993) in which each median is drawn once, wherever it is used.
/// </remarks>
public sealed class MedianProduct
{
    public const int Resamples = 2000;

    private readonly IReadOnlyDictionary<Factor, double> _powers;
    private readonly Lazy<Estimate> _estimate;
    private readonly Lazy<double[]?> _draws;

    private MedianProduct(double value, IReadOnlyDictionary<Factor, double> powers)
    {
        (Value, _powers) = (value, powers);
        _estimate = new Lazy<Estimate>(() => new Estimate(Value, IntervalOf()));
        _draws = new Lazy<double[]?>(Drawn);
    }

    public double Value { get; }

    /// <summary>With the 95 % interval; without one where a sample behind the number has fewer than <see cref="MedianEstimate.FewestValues"/> values.</summary>
    public Estimate Estimate => _estimate.Value;

    /// <summary>What the number is when the values of each sample are drawn anew, one value a resample; null where there are too few of them.</summary>
    public IReadOnlyList<double>? Draws => _draws.Value;

    /// <param name="sample">Of positive values.</param>
    /// <param name="seed">Of this sample's draws alone: samples that share a seed would be drawn alike, and what differs between them would look too certain.</param>
    public static MedianProduct Of(Sample sample, ulong seed) => new(sample.Median, new Dictionary<Factor, double> { [new Factor(sample, seed)] = 1 });

    /// <exception cref="ArgumentException">There is no value.</exception>
    public static MedianProduct GeometricMean(IReadOnlyList<MedianProduct> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("a mean needs at least one value", nameof(values));
        return new MedianProduct(Math.Exp(values.Average(static one => Math.Log(one.Value))), Sum(values.SelectMany(one => one._powers.Select(power => (power.Key, power.Value / values.Count)))));
    }

    public MedianProduct Over(MedianProduct divisor) => new(Value / divisor.Value,
        Sum(_powers.Select(static power => (power.Key, power.Value)).Concat(divisor._powers.Select(static power => (power.Key, -power.Value)))));

    /// <param name="factor">Known without doubt, and positive.</param>
    public MedianProduct Times(double factor) => new(Value * factor, _powers);

    /// <summary>Of a ratio of times: which side of 1 it is on.</summary>
    public ComparisonVerdict Judge() => Estimate.Interval switch
    {
        null => ComparisonVerdict.TooFew,
        { High: < 1 } => ComparisonVerdict.Faster,
        { Low: > 1 } => ComparisonVerdict.Slower,
        _ => ComparisonVerdict.NoDifferenceSeen,
    };

    private Interval? IntervalOf()
    {
        double down = 0, up = 0, level = 0.95;
        foreach ((Factor factor, double power) in _powers)
        {
            if (factor.Median.Interval is not Interval interval)
                return null;
            double below = power * Math.Log(factor.Median.Value / interval.Low), above = power * Math.Log(interval.High / factor.Median.Value);
            down += Square(power > 0 ? below : above);
            up += Square(power > 0 ? above : below);
            level = interval.Level;
        }
        return new Interval(Value * Math.Exp(-Math.Sqrt(down)), Value * Math.Exp(Math.Sqrt(up)), level);
    }

    private double[]? Drawn()
    {
        if (_powers.Keys.Any(static factor => factor.Median.Interval is null))
            return null;
        double[] draws = new double[Resamples];
        foreach ((Factor factor, double power) in _powers)
            for (int resample = 0; resample < Resamples; resample++)
                draws[resample] += power * factor.Deviations[resample];
        for (int resample = 0; resample < Resamples; resample++)
            draws[resample] = Value * Math.Exp(draws[resample]);
        return draws;
    }

    private static Dictionary<Factor, double> Sum(IEnumerable<(Factor Factor, double Power)> powers) => powers
        .GroupBy(static one => one.Factor, static one => one.Power)
        .Select(static same => (same.Key, Power: same.Sum()))
        .Where(static one => one.Power != 0)
        .ToDictionary(static one => one.Key, static one => one.Power);

    private static double Square(double value) => value * value;

    /// <summary>One median. Compared by identity: two samples of the same values are still two.</summary>
    private sealed class Factor(Sample sample, ulong seed)
    {
        private readonly Lazy<double[]> _deviations = new(() => DeviationsOf(sample, seed));

        internal Estimate Median { get; } = MedianEstimate.Of(sample);

        /// <summary>Logarithm of each drawn median divided by the median.</summary>
        internal double[] Deviations => _deviations.Value;

        private static double[] DeviationsOf(Sample sample, ulong seed)
        {
            SplitMix random = new(seed);
            double[] deviations = new double[Resamples], drawn = new double[sample.Count];
            for (int resample = 0; resample < Resamples; resample++)
            {
                for (int i = 0; i < drawn.Length; i++)
                    drawn[i] = sample.Values[random.Below(drawn.Length)];
                Array.Sort(drawn);
                deviations[resample] = Math.Log((drawn[(drawn.Length - 1) / 2] + drawn[drawn.Length / 2]) / 2 / sample.Median);
            }
            return deviations;
        }
    }
}
