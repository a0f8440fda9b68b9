namespace Bench.Core;

/// <summary>What is counted. Times are nanoseconds, sizes bytes, events counts; never anything else in a results file.</summary>
public enum Metric
{
    Wall,
    User,
    Sys,
    PeakRss,
    Instructions,
    Cycles,
    ArtifactBytes,
    ImageBytes,

    /// <summary>By one operation, on the managed heap.</summary>
    AllocatedBytes,

    /// <summary>Of the message that one operation reads or writes.</summary>
    PayloadBytes,

    /// <summary>Of the message that one operation reads, as much as had to be there before its answer was known.</summary>
    ArrivedBytes,
}

public static class MetricNames
{
    private static readonly (Metric Metric, string Name)[] s_names =
    [
        (Metric.Wall, "wall"), (Metric.User, "user"), (Metric.Sys, "sys"), (Metric.PeakRss, "peak-rss"),
        (Metric.Instructions, "instructions"), (Metric.Cycles, "cycles"),
        (Metric.ArtifactBytes, "artifact-bytes"), (Metric.ImageBytes, "image-bytes"),
        (Metric.AllocatedBytes, "allocated-bytes"), (Metric.PayloadBytes, "payload-bytes"), (Metric.ArrivedBytes, "arrived-bytes"),
    ];

    /// <summary>The name in results files.</summary>
    public static string Name(this Metric metric) => s_names.First(pair => pair.Metric == metric).Name;

    /// <returns>Null when no metric has this name: the row was written by a newer version.</returns>
    public static Metric? Parse(string name)
    {
        foreach ((Metric metric, string candidate) in s_names)
            if (candidate == name)
                return metric;
        return null;
    }
}
