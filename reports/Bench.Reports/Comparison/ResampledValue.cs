using Bench.Core;

namespace Bench.Reports;

/// <summary>A number made of medians, together with what it becomes when the processes behind it are drawn anew.</summary>
/// <remarks>
/// The draws of one median are the same wherever it is used, so that a quotient knows what its two sides have in common, and a ranking or a
/// geometric mean is resampled as a whole. Percentile bootstrap: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13;
/// intervals of the ratio itself rather than of its two sides: Kalibera and Jones, "Rigorous benchmarking in reasonable time", ISMM 2013.
/// </remarks>
public sealed class ResampledValue
{
    public const int Resamples = 2000;
    private const double Level = 0.95;

    private readonly double[]? _draws;
    private readonly Lazy<Estimate> _estimate;

    private ResampledValue(double value, double[]? draws)
    {
        Value = value;
        _draws = draws;
        _estimate = new Lazy<Estimate>(() => new Estimate(value, draws is null ? null : Percentiles(draws)));
    }

    public double Value { get; }

    /// <summary>With the 95 % interval; without one where a sample behind the number has fewer than <see cref="MedianEstimate.FewestValues"/> processes.</summary>
    public Estimate Estimate => _estimate.Value;

    /// <summary>One value a resample, in the order of the resamples; null where there were too few processes.</summary>
    public IReadOnlyList<double>? Draws => _draws;

    /// <param name="seed">Of these draws alone: samples that share a seed would be drawn alike, and their quotient would look too precise.</param>
    public static ResampledValue OfMedian(Sample sample, ulong seed)
    {
        if (sample.Count < MedianEstimate.FewestValues)
            return new ResampledValue(sample.Median, null);
        SplitMix random = new(seed);
        double[] draws = new double[Resamples], drawn = new double[sample.Count];
        for (int resample = 0; resample < Resamples; resample++)
        {
            for (int i = 0; i < drawn.Length; i++)
                drawn[i] = sample.Values[random.Below(drawn.Length)];
            Array.Sort(drawn);
            draws[resample] = (drawn[(drawn.Length - 1) / 2] + drawn[drawn.Length / 2]) / 2;
        }
        return new ResampledValue(sample.Median, draws);
    }

    /// <exception cref="ArgumentException">There is no value.</exception>
    public static ResampledValue GeometricMean(IReadOnlyList<ResampledValue> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("a mean needs at least one value", nameof(values));
        double[]? draws = values.All(static one => one._draws is not null)
            ? [.. Enumerable.Range(0, Resamples).Select(resample => Mean(values.Select(one => one._draws![resample])))]
            : null;
        return new ResampledValue(Mean(values.Select(static one => one.Value)), draws);
    }

    public ResampledValue Over(ResampledValue divisor) => new(Value / divisor.Value,
        _draws is not null && divisor._draws is not null ? [.. _draws.Zip(divisor._draws, static (one, other) => one / other)] : null);

    public ResampledValue Times(double factor) => new(Value * factor, _draws is null ? null : [.. _draws.Select(one => one * factor)]);

    /// <summary>Of a ratio of times: which side of 1 it is on.</summary>
    public ComparisonVerdict Judge() => Estimate.Interval switch
    {
        null => ComparisonVerdict.TooFewProcesses,
        { High: < 1 } => ComparisonVerdict.Faster,
        { Low: > 1 } => ComparisonVerdict.Slower,
        _ => ComparisonVerdict.NoDifferenceSeen,
    };

    private static double Mean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));

    private static Interval Percentiles(double[] draws)
    {
        double[] sorted = [.. draws.Order()];
        int skipped = (int)((1 - Level) / 2 * sorted.Length);
        return new Interval(sorted[skipped], sorted[^(skipped + 1)], Level);
    }
}
