using Bench.Core;

namespace Bench.Streams;

/// <summary>A ledger as rows of the run file.</summary>
public static class LatencyReadings
{
    private static readonly (Metric Metric, double Share)[] s_quantiles =
        [(Metric.Wall, 0.5), (Metric.WallP90, 0.9), (Metric.WallP99, 0.99), (Metric.WallP999, 0.999), (Metric.WallMax, 1)];

    /// <returns>Nothing where no message arrived whole; no quantile that fewer messages than it divides by would make up.</returns>
    public static IEnumerable<Reading> Of(MessageLedger ledger)
    {
        if (ledger.Messages.Count == 0)
            yield break;
        MessageTimes[] sorted = [.. ledger.Messages.OrderBy(static one => one.Latency)];
        foreach ((Metric metric, double share) in s_quantiles)
            if (metric is Metric.Wall or Metric.WallMax || sorted.Length * (1 - share) >= 0.999)
                yield return new Reading(0, StreamPhases.Latency, metric, Quantile(sorted, share));
        MessageTimes[] middle = Between(sorted, 0.45, 0.55), slowest = Between(sorted, 0.99, 1);
        for (int part = 0; part < ledger.Parts.Count; part++)
        {
            yield return new Reading(0, ledger.Parts[part], Metric.Wall, Mean(middle, part));
            yield return new Reading(0, ledger.Parts[part], Metric.WallSlowest, Mean(slowest, part));
        }
    }

    /// <summary>The shortest latency that at least this share of the messages do not exceed.</summary>
    /// <param name="sorted">By latency; at least one.</param>
    internal static long Quantile(MessageTimes[] sorted, double share) =>
        // 0.999 × 1000 is a little above 999 in floating point.
        sorted[Math.Clamp((int)Math.Ceiling((sorted.Length * share) - 1e-9) - 1, 0, sorted.Length - 1)].Latency;

    /// <summary>The messages between two shares, at least one.</summary>
    private static MessageTimes[] Between(MessageTimes[] sorted, double from, double to)
    {
        int first = Math.Min((int)(sorted.Length * from), sorted.Length - 1);
        return sorted[first..Math.Max(first + 1, (int)Math.Ceiling(sorted.Length * to))];
    }

    private static long Mean(MessageTimes[] messages, int part) => (long)Math.Round(messages.Average(one => (double)one.Parts[part]));
}
