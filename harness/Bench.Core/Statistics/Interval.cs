namespace Bench.Core;

/// <summary>Where the true value lies, with the stated confidence.</summary>
/// <param name="Level">The confidence: 0.95 for a 95 % interval.</param>
public readonly record struct Interval(double Low, double High, double Level)
{
    public double HalfWidth => (High - Low) / 2;

    public bool Contains(double value) => Low <= value && value <= High;
}

/// <summary>A number with what is known of its precision.</summary>
/// <param name="Interval">Null where the sample is too small for one.</param>
public readonly record struct Estimate(double Value, Interval? Interval)
{
    /// <summary>Half the interval's width as a share of the value; null without an interval or for a value of zero.</summary>
    public double? RelativeHalfWidth => Interval is Interval interval && Value != 0 ? interval.HalfWidth / Math.Abs(Value) : null;
}
