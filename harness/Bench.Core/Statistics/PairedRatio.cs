namespace Bench.Core;

/// <summary>The factor between two sides whose processes ran beside each other, from the quotient of each pair: what the machine did to both divides out.</summary>
/// <remarks>
/// The bounds are those of Tukey (in Lehmann 1975), by the signed ranks of <see cref="SignedRank"/>. If which side went first was drawn, a quotient of equals is as
/// likely as its inverse, which is all that is assumed.
/// </remarks>
public sealed class PairedRatio : RatioByRanks
{
    private readonly double[] _means;
    private readonly int _count;

    /// <param name="quotients">Of each pair, positive.</param>
    public PairedRatio(IReadOnlyList<double> quotients)
    {
        _count = quotients.Count;
        double[] logarithms = [.. quotients.Select(static one => Math.Log(one))];
        _means = new double[_count * (_count + 1) / 2];
        for (int i = 0, at = 0; i < _count; i++)
            for (int j = 0; j <= i; j++)
                _means[at++] = (logarithms[i] + logarithms[j]) / 2;
        Array.Sort(_means);
        // A quotient has the deviation of two processes.
        Spread = SpreadOf(new Sample(quotients)) / Math.Sqrt(2);
    }

    public override double Value => Math.Exp((_means[(_means.Length - 1) / 2] + _means[_means.Length / 2]) / 2);

    public override double Spread { get; }

    public override double Above(double alpha) => SignedRank.Rank(_count, alpha) is int rank and > 0 ? Math.Exp(_means[rank - 1]) : 0;

    public override double Below(double alpha) => SignedRank.Rank(_count, alpha) is int rank and > 0 ? Math.Exp(_means[^rank]) : double.PositiveInfinity;

    public override int Fewest(double alpha) => FewestPairs(alpha);

    /// <inheritdoc cref="Fewest"/>
    public static int FewestPairs(double alpha) => (int)Math.Ceiling(Math.Log2(1 / alpha) - 1e-9);
}
