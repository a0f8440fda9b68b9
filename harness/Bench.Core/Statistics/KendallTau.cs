namespace Bench.Core;

/// <summary>How far two rankings of the same things agree: 1 for the same order, −1 for the reverse, 0 for neither; ties are allowed for (tau-b).</summary>
/// <param name="Tau">Null where one of the rankings holds only ties.</param>
/// <param name="PValue">Of both sides: the share of all orders whose |S| (concordant minus discordant pairs) is at least as large; null without a tau, or with ties among more than <see cref="MostWithTies"/>.</param>
/// <remarks>
/// Kendall, "A new measure of rank correlation", Biometrika 30 (1938); for ties his "The treatment of ties in ranking problems", Biometrika 33 (1945).
/// The p-value is exact. Without ties the orders with k discordant pairs are counted as permutations with k inversions:
/// Knuth, The Art of Computer Programming 3, 5.1.1. With ties every permutation of one ranking is tried.
/// </remarks>
public sealed record KendallTau(int Count, double? Tau, double? PValue)
{
    public const int MostWithTies = 9;

    /// <param name="other">As long as <paramref name="one"/>; the values at one index belong together.</param>
    public static KendallTau Of(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        if (one.Count != other.Count)
            throw new ArgumentException($"{other.Count} values to compare with {one.Count}", nameof(other));
        int n = one.Count;
        long pairs = (long)n * (n - 1) / 2, tiedOne = Ties(one), tiedOther = Ties(other);
        if (tiedOne == pairs || tiedOther == pairs)
            return new KendallTau(n, null, null);
        int score = Score(one, other);
        double tau = score / (Math.Sqrt(pairs - tiedOne) * Math.Sqrt(pairs - tiedOther));
        return new KendallTau(n, tau, tiedOne + tiedOther == 0 ? WithoutTies(n, score) : n <= MostWithTies ? WithTies(one, other, score) : null);
    }

    private static long Ties(IReadOnlyList<double> values) =>
        values.GroupBy(static value => value).Sum(static tied => (long)tied.Count() * (tied.Count() - 1) / 2);

    private static int Score(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        int score = 0;
        for (int i = 0; i < one.Count; i++)
            for (int j = 0; j < i; j++)
                score += Math.Sign(one[i].CompareTo(one[j])) * Math.Sign(other[i].CompareTo(other[j]));
        return score;
    }

    private static double WithoutTies(int n, int score)
    {
        // Shares, not counts: those of more than 20 things would overflow.
        double[] inversions = [1];
        for (int size = 2; size <= n; size++)
        {
            double[] next = new double[(size * (size - 1) / 2) + 1];
            for (int k = 0; k < inversions.Length; k++)
                for (int added = 0; added < size; added++)
                    next[k + added] += inversions[k] / size;
            inversions = next;
        }
        int pairs = n * (n - 1) / 2;
        return Math.Min(1, inversions.Where((_, discordant) => Math.Abs(pairs - (2 * discordant)) >= Math.Abs(score)).Sum());
    }

    private static double WithTies(IReadOnlyList<double> one, IReadOnlyList<double> other, int score)
    {
        double[] order = [.. other];
        int all = 0, asFar = 0;
        void Permute(int fixedValues)
        {
            if (fixedValues == order.Length)
            {
                all++;
                if (Math.Abs(Score(one, order)) >= Math.Abs(score))
                    asFar++;
                return;
            }
            for (int i = fixedValues; i < order.Length; i++)
            {
                (order[fixedValues], order[i]) = (order[i], order[fixedValues]);
                Permute(fixedValues + 1);
                (order[fixedValues], order[i]) = (order[i], order[fixedValues]);
            }
        }
        Permute(0);
        return (double)asFar / all;
    }
}
