namespace Bench.Core;

/// <summary>The factor between two samples that are independent of each other, from the quotients of all pairs.</summary>
/// <remarks>
/// The bounds are those of Moses (in Lehmann 1975). Unlike the interval of two medians they reach levels of one in thousands with eight processes a
/// side, which is what a verdict over many cases needs.
/// </remarks>
public sealed class RankRatio : RatioByRanks
{
    private readonly double[] _quotients;
    private readonly Sample _sample, _baseline;

    /// <param name="sample">Of positive values.</param>
    /// <param name="baseline">Of positive values.</param>
    public RankRatio(Sample sample, Sample baseline)
    {
        (_sample, _baseline) = (sample, baseline);
        _quotients = new double[sample.Count * baseline.Count];
        for (int i = 0, at = 0; i < sample.Count; i++)
            for (int j = 0; j < baseline.Count; j++)
                _quotients[at++] = sample.Sorted[i] / baseline.Sorted[j];
        Array.Sort(_quotients);
    }

    public override double Value => (_quotients[(_quotients.Length - 1) / 2] + _quotients[_quotients.Length / 2]) / 2;

    public override double Spread => Math.Sqrt(((Square(SpreadOf(_sample)) * (_sample.Count - 1)) + (Square(SpreadOf(_baseline)) * (_baseline.Count - 1))) / Math.Max(1, _sample.Count + _baseline.Count - 2));

    public override double Above(double alpha) => RankSum.Rank(_sample.Count, _baseline.Count, alpha) is int rank and > 0 ? _quotients[rank - 1] : 0;

    public override double Below(double alpha) => RankSum.Rank(_sample.Count, _baseline.Count, alpha) is int rank and > 0 ? _quotients[^rank] : double.PositiveInfinity;

    public override int Fewest(double alpha) => FewestValues(alpha);

    /// <inheritdoc cref="Fewest"/>
    public static int FewestValues(double alpha)
    {
        int count = 1;
        while (RankSum.Rank(count, count, alpha) == 0)
            count++;
        return count;
    }

    private static double Square(double value) => value * value;
}
