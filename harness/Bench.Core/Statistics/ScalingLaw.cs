using MathNet.Numerics.Distributions;

namespace Bench.Core;

/// <summary>A time as a line over the work: t = a + b · work, fitted on sizes that were measured to say what a larger one would take.</summary>
/// <remarks>
/// Weighted least squares with weights 1 / t², because run times vary in proportion to themselves; the interval is that of a new observation
/// (Draper and Smith, Applied Regression Analysis, 3rd edition, 1998, 1.4 and 9.2), so it holds only as far as the law itself does.
/// </remarks>
public sealed class ScalingLaw
{
    /// <summary>Two points lie on a line whatever the truth is.</summary>
    public const int FewestSizes = 3;

    private readonly double _totalWeight, _meanWork, _spread, _variance;
    private readonly int _freedom;

    private ScalingLaw(double constant, double perWork, double totalWeight, double meanWork, double spread, double variance, int freedom)
    {
        (Constant, PerWork) = (constant, perWork);
        (_totalWeight, _meanWork, _spread, _variance, _freedom) = (totalWeight, meanWork, spread, variance, freedom);
    }

    public double Constant { get; }

    public double PerWork { get; }

    /// <param name="points">Work and positive time of each size.</param>
    /// <returns>Null for fewer than <see cref="FewestSizes"/> different works, or where time does not grow with work.</returns>
    public static ScalingLaw? Fit(IReadOnlyCollection<(double Work, double Time)> points)
    {
        if (points.Any(static one => one.Time <= 0 || !double.IsFinite(one.Work)) || points.Select(static one => one.Work).Distinct().Count() < FewestSizes)
            return null;
        (double Work, double Time, double Weight)[] weighted = [.. points.Select(static one => (one.Work, one.Time, 1 / (one.Time * one.Time)))];
        double total = weighted.Sum(static one => one.Weight);
        double meanWork = weighted.Sum(static one => one.Weight * one.Work) / total, meanTime = weighted.Sum(static one => one.Weight * one.Time) / total;
        double spread = weighted.Sum(one => one.Weight * (one.Work - meanWork) * (one.Work - meanWork));
        double perWork = weighted.Sum(one => one.Weight * (one.Work - meanWork) * (one.Time - meanTime)) / spread;
        if (!(perWork > 0))
            return null;
        double constant = meanTime - (perWork * meanWork);
        double residuals = weighted.Sum(one => one.Weight * Math.Pow(one.Time - constant - (perWork * one.Work), 2));
        return new ScalingLaw(constant, perWork, total, meanWork, spread, residuals / (weighted.Length - 2), weighted.Length - 2);
    }

    /// <summary>The time for a work, with the interval in which one observation of it would lie.</summary>
    public Estimate At(double work, double level = 0.95)
    {
        double time = Constant + (PerWork * work);
        // The new observation varies in proportion to itself, as those that were fitted do.
        double variance = _variance * ((time * time) + (1 / _totalWeight) + ((work - _meanWork) * (work - _meanWork) / _spread));
        double reach = StudentT.InvCDF(0, 1, _freedom, (1 + level) / 2) * Math.Sqrt(variance);
        return new Estimate(time, new Interval(Math.Max(0, time - reach), time + reach, level));
    }
}
