using Perfolizer.Mathematics.Multimodality;

namespace Bench.Core;

/// <summary>A sample that falls into two groups with nothing between them: a median of it is of neither.</summary>
/// <remarks>
/// Up to <see cref="MostValuesForGaps"/> values the groups are two modes when the gap between them is wide beside the wider group; how wide
/// is set by simulation (docs/statistics.md). Beyond, the extremes of two modes meet, and Perfolizer's detector by lowlands in the density
/// (Akinshin, "Lowland multimodality detection", 2020) has enough values; with 30 it misses half of them.
/// </remarks>
public sealed record ModeSplit(int LowerCount, int UpperCount, double LowerMedian, double UpperMedian)
{
    /// <summary>Below, chance parts the values of a single mode too often.</summary>
    public const int FewestValues = 8;

    public const int MostValuesForGaps = 60;

    /// <summary>Of so many values or more, two apart from the rest are outliers and not a mode.</summary>
    private const int ManyValues = 12;

    /// <returns>Null where one mode explains the values, or there are too few.</returns>
    public static ModeSplit? Of(Sample sample) => sample.Count < FewestValues ? null
        : sample.Count <= MostValuesForGaps ? ByGap(sample)
        : ByLowland(sample);

    private static ModeSplit? ByGap(Sample sample)
    {
        IReadOnlyList<double> sorted = sample.Sorted;
        int fewest = Math.Max(sorted.Count < ManyValues ? 2 : 3, (sorted.Count + 7) / 8);
        double needed = Math.Max(0.8, 12.5 / sorted.Count);
        (double Gap, int Lower) widest = default;
        for (int lower = fewest; lower <= sorted.Count - fewest; lower++)
        {
            double gap = sorted[lower] - sorted[lower - 1], widerGroup = Math.Max(sorted[lower - 1] - sorted[0], sorted[^1] - sorted[lower]);
            if (gap > widest.Gap && gap >= needed * widerGroup)
                widest = (gap, lower);
        }
        return widest.Lower == 0 ? null : At(sorted, widest.Lower);
    }

    private static ModeSplit? ByLowland(Sample sample)
    {
        if (sample.Minimum == sample.Maximum)
            return null;
        ModalityData found = LowlandModalityDetector.Instance.DetectModes([.. sample.Sorted]);
        if (found.Modality < 2)
            return null;
        int lower = sample.Sorted.Count(value => value < found.Modes[0].Right);
        return lower == 0 || lower == sample.Count ? null : At(sample.Sorted, lower);
    }

    private static ModeSplit At(IReadOnlyList<double> sorted, int lower) =>
        new(lower, sorted.Count - lower, new Sample(sorted.Take(lower)).Median, new Sample(sorted.Skip(lower)).Median);
}
