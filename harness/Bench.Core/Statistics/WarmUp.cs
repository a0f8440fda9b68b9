namespace Bench.Core;

/// <summary>How the iterations of one case begin, and what they settle at.</summary>
/// <param name="Iterations">How many come before the steady ones; all of them where there is no steady state.</param>
/// <param name="First">The first iteration of each process.</param>
/// <param name="Steady">One value a process, the mean of its steady iterations; null without a steady state.</param>
/// <param name="Variance">Of the steady iterations; null without them, or with too few to tell.</param>
/// <remarks>
/// The classes are those of Barrett et al., "Virtual machine warmup blows hot and cold", OOPSLA 2017. They cut each process apart, after two
/// thousand iterations; here there are tens, so the series that is cut is the median over processes of each iteration, where one process's
/// pause does not show.
/// </remarks>
public sealed record WarmUp(WarmUpClass Class, int Iterations, Sample First, Sample? Steady, VarianceComponents? Variance)
{
    /// <summary>With fewer, a beginning and a steady rest cannot be told apart.</summary>
    public const int FewestIterations = 6;

    /// <summary>Levels closer together than this share are the same to a reader, however surely they differ.</summary>
    private const double SameLevel = 0.01;

    /// <summary>What has to be steady at the end, as a share of all iterations: Barrett et al. ask for the last quarter.</summary>
    private const double SteadyShare = 0.25;

    /// <param name="processes">The times of each process's iterations, in their order.</param>
    /// <returns>Null when a process has fewer than <see cref="FewestIterations"/>, or there is none.</returns>
    public static WarmUp? Of(IReadOnlyList<IReadOnlyList<double>> processes)
    {
        int length = processes.Count == 0 ? 0 : processes.Min(static one => one.Count);
        if (length < FewestIterations)
            return null;
        double[] medians = [.. Enumerable.Range(0, length).Select(i => new Sample(processes.Select(one => one[i])).Median)];
        Sample first = new(processes.Select(static one => one[0]));
        double noise = NoiseOf(medians);
        Level[] levels = LevelsOf(medians, noise);
        // The last level may be a pause itself.
        int last = levels is [.., _, { Count: 1 }] ? levels.Length - 2 : levels.Length - 1;
        int steadyFrom = SteadyFrom(levels, last, noise);
        if (length - steadyFrom < Math.Max(3, SteadyShare * length))
            return new WarmUp(WarmUpClass.NoSteadyState, length, first, null, null);

        double[][] steady = [.. processes.Select(one => one.Skip(steadyFrom).ToArray())];
        WarmUpClass found = steadyFrom == 0 ? WarmUpClass.Flat
            : levels.Where(level => level.Begin < steadyFrom).All(level => level.Mean >= (1 - SameLevel) * levels[last].Mean) ? WarmUpClass.WarmUp
            : WarmUpClass.Slowdown;
        return new WarmUp(found, steadyFrom, first, new Sample(steady.Select(static one => one.Average())), VarianceComponents.Of(steady));
    }

    /// <summary>Standard deviation of a series whose level may change: from the differences of neighbours, by their median absolute value.</summary>
    private static double NoiseOf(double[] medians)
    {
        double difference = new Sample(medians.Zip(medians.Skip(1), static (one, next) => Math.Abs(next - one))).Median;
        // The floor is for clocks whose step hides all noise.
        return Math.Max(1.4826 * difference / Math.Sqrt(2), 0.001 * new Sample(medians).Median);
    }

    private static Level[] LevelsOf(double[] medians, double noise)
    {
        // Barrett et al. take 15 log n for series of two thousand; for tens a simulation of steady series bears out 6 log n.
        IReadOnlyList<int> begins = Segments.Of(medians, 6 * Math.Log(medians.Length) * noise * noise);
        return [.. begins.Select((begin, i) =>
        {
            int end = i + 1 < begins.Count ? begins[i + 1] : medians.Length;
            return new Level(begin, end - begin, medians[begin..end].Average());
        })];
    }

    /// <summary>From the last level backwards over every one that is the same, and over single pauses between them.</summary>
    private static int SteadyFrom(Level[] levels, int last, double noise)
    {
        int from = last;
        for (int i = last - 1; i >= 0; i--)
        {
            bool pause = levels[i].Count == 1 && i > 0 && Same(levels[i - 1], levels[last], noise);
            if (Same(levels[i], levels[last], noise))
                from = i;
            else if (!pause)
                break;
        }
        return levels[from].Begin;
    }

    private static bool Same(Level one, Level other, double noise) =>
        Math.Abs(one.Mean - other.Mean) <= Math.Max(SameLevel * other.Mean, 2 * noise * Math.Sqrt((1.0 / one.Count) + (1.0 / other.Count)));

    private readonly record struct Level(int Begin, int Count, double Mean);
}

/// <summary>How a case's iterations begin.</summary>
public enum WarmUpClass
{
    /// <summary>The first iteration is as fast as the last.</summary>
    Flat,

    /// <summary>Slower at first.</summary>
    WarmUp,

    /// <summary>Faster at some time before it settled.</summary>
    Slowdown,

    /// <summary>It has not settled, or too late to say so.</summary>
    NoSteadyState,
}
