using System.Collections.Concurrent;
using Bench.Core;
using MathNet.Numerics.Distributions;

namespace Bench.Gate;

/// <summary>How striking the most striking stretch of a series is where nothing changes: by shuffling, so that having looked everywhere is paid for.</summary>
/// <remarks>
/// The reference by permutation is that of Matteson and James, "A nonparametric approach for multiple change point analysis of multivariate
/// data", Journal of the American Statistical Association 109 (2014). Ranks know no units: one set of shuffles serves all series of a length.
/// Chances that are too small for the shuffles follow the tail of a maximum over both ends of a stretch, s³ times the normal density: Siegmund,
/// "Approximate tail probabilities for the maxima of some random fields", Annals of Probability 16 (1988).
/// </remarks>
internal sealed class ArcChances
{
    private const ulong Seed = 20260131;

    /// <summary>Series up to here have shuffles of their own length; beyond, those of the next multiple of <see cref="Step"/>, which err on the careful side.</summary>
    private const int LongestExact = 32, Step = 8;

    private const double Work = 2e8;
    private const int FewestShuffles = 20_000, MostShuffles = 100_000, FewestReached = 20, Parts = 8;

    private static readonly ConcurrentDictionary<int, Lazy<ArcChances>> s_byLength = new();

    private readonly double[] _scores;

    private ArcChances(int length)
    {
        RankArcs arcs = RankArcs.OfLength(length);
        int part = (int)Math.Clamp(Work / length / length, FewestShuffles, MostShuffles) / Parts;
        double[][] scores = new double[Parts][];
        // Each part has a seed of its own: the numbers do not depend on how many cores there are.
        Parallel.For(0, Parts, i => scores[i] = Shuffled(arcs, length, part, Seed + (ulong)((length * Parts) + i)));
        _scores = [.. scores.SelectMany(static one => one).Order()];
        LeastProbability = Probability(Enumerable.Range(RankArcs.FewestValues, (length / 2) - RankArcs.FewestValues + 1).Max(arcs.Highest));
    }

    /// <summary>Of the clearest change that a series of this length can show.</summary>
    internal double LeastProbability { get; }

    /// <param name="length">At least twice <see cref="RankArcs.FewestValues"/>.</param>
    internal static ArcChances OfLength(int length)
    {
        int rounded = length <= LongestExact ? length : (length + Step - 1) / Step * Step;
        return s_byLength.GetOrAdd(rounded, static key => new Lazy<ArcChances>(() => new ArcChances(key))).Value;
    }

    /// <summary>Chance that the best stretch of a series without any change scores at least as much.</summary>
    internal double Probability(double score)
    {
        int reached = _scores.Length - FirstAtLeast(score);
        if (reached >= FewestReached)
            return (double)reached / _scores.Length;
        double known = _scores[^FewestReached];
        return (double)FewestReached / _scores.Length * Math.Pow(score / known, 3) * Normal.PDF(0, 1, score) / Normal.PDF(0, 1, known);
    }

    private int FirstAtLeast(double score)
    {
        int low = 0, high = _scores.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_scores[middle] < score)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static double[] Shuffled(RankArcs arcs, int length, int count, ulong seed)
    {
        SplitMix random = new(seed);
        double[] ranks = [.. Enumerable.Range(1, length)], scores = new double[count];
        for (int i = 0; i < count; i++)
        {
            random.Shuffle<double>(ranks);
            scores[i] = arcs.Best(ranks).Score;
        }
        return scores;
    }
}
