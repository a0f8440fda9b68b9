namespace Bench.Core;

/// <summary>After how many executions compiling ahead of time has paid: the compilation of one backend divided by what each execution saves against another.</summary>
public abstract record BreakEven
{
    private BreakEven() { }

    /// <param name="Executions">Not rounded; below 1 the first execution pays already.</param>
    /// <param name="Interval">Null where a sample is too small for one.</param>
    public sealed record After(double Executions, Interval? Interval) : BreakEven;

    /// <summary>The other backend is not slower.</summary>
    public sealed record Never : BreakEven;

    /// <summary>The samples do not show which of the two is faster.</summary>
    public sealed record CannotTell : BreakEven;

    /// <param name="compile">Of the backend that compiles ahead of time.</param>
    /// <param name="total">Of one execution of the same backend.</param>
    /// <param name="other">Of one execution of the backend without that compilation.</param>
    /// <remarks>The interval is put together from those of the three medians, see <see cref="RatioEstimate"/>; that of the difference first.</remarks>
    public static BreakEven Of(Sample compile, Sample total, Sample other, double level = 0.95)
    {
        Estimate saved = Difference(MedianEstimate.Of(other, level), MedianEstimate.Of(total, level));
        int direction = saved.Interval is Interval interval ? interval.Low > 0 ? 1 : interval.High < 0 ? -1 : 0 : Separation(total, other, level);
        if (direction == 0)
            return saved is { Value: 0, Interval: { Low: 0, High: 0 } } ? new Never() : new CannotTell();
        if (direction < 0)
            return new Never();
        Estimate executions = RatioEstimate.Of(MedianEstimate.Of(compile, level), saved);
        return new After(executions.Value, executions.Interval);
    }

    private static Estimate Difference(Estimate from, Estimate taken)
    {
        double difference = from.Value - taken.Value;
        if (from.Interval is not Interval one || taken.Interval is not Interval other)
            return new Estimate(difference, null);
        double down = Hypotenuse(from.Value - one.Low, other.High - taken.Value), up = Hypotenuse(one.High - from.Value, taken.Value - other.Low);
        return new Estimate(difference, new Interval(difference - down, difference + up, one.Level));
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));

    /// <summary>Without intervals: 1 where every value of <paramref name="other"/> is above all of <paramref name="total"/>, −1 the other way round, and 0 where that could be chance.</summary>
    /// <remarks>The most extreme result of the Mann-Whitney test, whose chance is 2 in (n+m over n).</remarks>
    private static int Separation(Sample total, Sample other, double level) =>
        2 / MathNet.Numerics.SpecialFunctions.Binomial(total.Count + other.Count, total.Count) > 1 - level ? 0
        : other.Minimum > total.Maximum ? 1
        : other.Maximum < total.Minimum ? -1
        : 0;
}
