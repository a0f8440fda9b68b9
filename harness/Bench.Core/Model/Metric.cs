namespace Bench.Core;

/// <summary>What is counted. Times are nanoseconds, sizes bytes, events counts; never anything else in a results file.</summary>
public enum Metric
{
    Wall,
    User,
    Sys,
    PeakRss,

    /// <summary>Most that the kernel ever charged to a container's control group: with its page cache and the kernel's own part, and so more than <see cref="PeakRss"/> of the same program.</summary>
    PeakCgroup,

    /// <summary>Memory of one instance that waits for work, shared pages by their share: the slope over many instances. Of all of them in a phase that says so.</summary>
    IdleMemory,

    /// <summary>The same while the instance works.</summary>
    ActiveMemory,

    /// <summary>Of a function, alive at once.</summary>
    Instances,
    Instructions,

    /// <summary>Of user space, counted by a simulator of the processor: the same each time, on any machine of the architecture.</summary>
    SimulatedInstructions,
    Cycles,
    ArtifactBytes,
    ImageBytes,

    /// <summary>By one operation, on the managed heap.</summary>
    AllocatedBytes,

    /// <summary>Of the message that one operation reads or writes.</summary>
    PayloadBytes,

    /// <summary>Of the message that one operation reads, as much as had to be there before its answer was known.</summary>
    ArrivedBytes,

    /// <summary>Of the messages of a stream, by rank: nine tenths of them took no longer.</summary>
    WallP90,
    WallP99,
    WallP999,

    /// <summary>Of the message of a stream that took longest.</summary>
    WallMax,

    /// <summary>Mean over the slowest hundredth of a stream's messages.</summary>
    WallSlowest,

    /// <summary>Resident memory of a stream's node and its descendants when the source had ended.</summary>
    RssEnd,

    /// <summary>The same one minute after the start of the source.</summary>
    RssEarly,

    /// <summary>Messages of a stream.</summary>
    Sent,
    Received,
    Lost,
    Duplicated,

    /// <summary>Messages of a stream that arrived but were not seen by every node, so that their time cannot be split.</summary>
    Unjoined,

    /// <summary>Messages of a stream that arrived in a second.</summary>
    PerSecond,
}

public static class MetricNames
{
    private static readonly (Metric Metric, string Name)[] s_names =
    [
        (Metric.Wall, "wall"), (Metric.User, "user"), (Metric.Sys, "sys"), (Metric.PeakRss, "peak-rss"),
        (Metric.PeakCgroup, "peak-cgroup"), (Metric.IdleMemory, "idle-memory"), (Metric.ActiveMemory, "active-memory"), (Metric.Instances, "instances"),
        (Metric.Instructions, "instructions"), (Metric.SimulatedInstructions, "instructions-simulated"), (Metric.Cycles, "cycles"),
        (Metric.ArtifactBytes, "artifact-bytes"), (Metric.ImageBytes, "image-bytes"),
        (Metric.AllocatedBytes, "allocated-bytes"), (Metric.PayloadBytes, "payload-bytes"), (Metric.ArrivedBytes, "arrived-bytes"),
        (Metric.WallP90, "wall-p90"), (Metric.WallP99, "wall-p99"), (Metric.WallP999, "wall-p999"), (Metric.WallMax, "wall-max"), (Metric.WallSlowest, "wall-slowest"),
        (Metric.RssEnd, "rss-end"), (Metric.RssEarly, "rss-early"),
        (Metric.Sent, "sent"), (Metric.Received, "received"), (Metric.Lost, "lost"), (Metric.Duplicated, "duplicated"), (Metric.Unjoined, "unjoined"), (Metric.PerSecond, "per-second"),
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
