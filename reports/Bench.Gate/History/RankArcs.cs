using System.Collections.Concurrent;
using Bench.Core;
using MathNet.Numerics.Distributions;

namespace Bench.Gate;

/// <summary>A stretch of a series, and how clearly it lies above or below the rest of it.</summary>
/// <param name="Begin">Its first index; one of the two ends may be that of the series, which makes it a single step.</param>
/// <param name="End">Behind its last index.</param>
/// <param name="Score">A normal deviate, larger for a clearer difference.</param>
internal readonly record struct RankArc(int Begin, int End, double Score);

/// <summary>Looks for the stretch of a series that differs most from the rest, by ranks: neither the shape of the noise nor a wild value decides.</summary>
/// <remarks>
/// A stretch and not a cut: what was made slower and mended later has one level outside of itself, and no single cut shows it. Olshen, Venkatraman,
/// Lucito and Wigler, "Circular binary segmentation for the analysis of array-based DNA copy number data", Biostatistics 5 (2004). Two samples by
/// ranks: Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the other", Annals of Mathematical
/// Statistics 18 (1947).
/// </remarks>
internal sealed class RankArcs
{
    /// <summary>Values on either side: one alone is a spike, and two may be a noisy hour.</summary>
    internal const int FewestValues = 3;

    /// <summary>Samples of up to so many values have their chances counted; beyond, the normal approximation will do.</summary>
    private const int MostCounted = 16;

    private static readonly ConcurrentDictionary<int, RankArcs> s_byLength = new();

    private readonly int _length;
    private readonly double[][] _counted;
    private readonly double[] _deviations;

    private RankArcs(int length)
    {
        _length = length;
        _counted = [.. Enumerable.Range(0, Math.Min(MostCounted, length / 2) + 1).Select(inside => inside < FewestValues ? [] : Deviates(inside, length - inside))];
        _deviations = [.. Enumerable.Range(0, length).Select(inside => Math.Sqrt((double)inside * (length - inside) * (length + 1) / 12))];
    }

    /// <param name="length">Of the series; at least twice <see cref="FewestValues"/>.</param>
    internal static RankArcs OfLength(int length) => s_byLength.GetOrAdd(length, static key => new RankArcs(key));

    /// <param name="ranks">From 1, the middle one for those that are alike; in the order of time.</param>
    internal RankArc Best(ReadOnlySpan<double> ranks)
    {
        RankArc best = new(0, _length, 0);
        for (int begin = 0; begin <= _length - FewestValues; begin++)
        {
            double sum = 0;
            // What begins with the series ends inside of it; what lies in the middle leaves enough around it.
            int last = Math.Min(_length, begin + _length - FewestValues);
            for (int end = begin + 1; end <= last; end++)
            {
                sum += ranks[end - 1];
                int inside = end - begin;
                if (inside < FewestValues)
                    continue;
                double above = sum - (inside * (inside + 1) / 2.0);
                double score = Deviate(Math.Min(above, ((double)inside * (_length - inside)) - above), inside);
                if (score > best.Score)
                    best = new RankArc(begin, end, score);
            }
        }
        return best;
    }

    /// <summary>The score where all values inside are beyond all of the others.</summary>
    /// <param name="inside">How many lie inside.</param>
    internal double Highest(int inside) => Deviate(0, inside);

    /// <param name="inversions">Pairs in the wrong order; half ones, from ties, count as whole.</param>
    private double Deviate(double inversions, int inside)
    {
        int smaller = Math.Min(inside, _length - inside);
        return smaller < _counted.Length
            ? _counted[smaller][(int)Math.Ceiling(inversions)]
            : Math.Max(0, (((double)inside * (_length - inside) / 2) - inversions - 0.5) / _deviations[inside]);
    }

    private static double[] Deviates(int inside, int outside) =>
        // Behind the middle, where ties may lie, there is no difference at all.
        [.. RankSum.Cumulative(inside, outside).Select(static chance => Math.Max(0, -Normal.InvCDF(0, 1, chance))), 0];
}
