using Bench.Core;

namespace Bench.Reports;

/// <summary>One thing that a reader can choose to look at.</summary>
/// <param name="Id">In pages and file names.</param>
/// <param name="Note">What it is, from where to where.</param>
/// <param name="Sources">Where its number stands in a run; the first one that a case has is taken.</param>
/// <param name="OfWorkload">Made once for all sizes of a workload: a size without a number of its own shows that of another.</param>
public sealed record Measure(string Id, string Title, string Note, MeasureKind Kind, IReadOnlyList<(string Phase, Metric Metric)> Sources, bool OfWorkload = false)
{
    public static readonly Measure Total = new("total", "total", "from just before the spawn until the process has ended", MeasureKind.Time, [(Phases.Total, Metric.Wall)]);
    public static readonly Measure Execute = new("execute", "execute", "the kernel alone, timed inside the process", MeasureKind.Time, [(Phases.Execute, Metric.Wall)]);
    public static readonly Measure Startup = new("startup", "startup", "from just before the spawn until the first act of the program", MeasureKind.Time, [(Phases.Startup, Metric.Wall)]);
    public static readonly Measure Compile = new("compile", "compile ahead of time", "the engine's ahead-of-time compiler, paid once for a program", MeasureKind.Time, [(Phases.Compile, Metric.Wall)], OfWorkload: true);
    public static readonly Measure Memory = new("memory", "peak memory", "peak resident memory of the process", MeasureKind.Bytes, [(Phases.Total, Metric.PeakRss)]);
    public static readonly Measure Instructions = new("instructions", "instructions", "instructions in user space, of the whole process", MeasureKind.Count, [(Phases.Total, Metric.Instructions)]);

    public static readonly Measure Artifact = new("artifact", "artifact size", "what is run: the engine's compiled form where there is one, else the program or module", MeasureKind.Bytes,
        [(Phases.Compile, Metric.ArtifactBytes), (Phases.Build, Metric.ArtifactBytes), (Phases.Total, Metric.ArtifactBytes)], OfWorkload: true);

    public static readonly Measure Image = new("image", "image size", "the container image", MeasureKind.Bytes,
        [(Phases.Compile, Metric.ImageBytes), (Phases.Build, Metric.ImageBytes), (Phases.Total, Metric.ImageBytes)], OfWorkload: true);

    public static readonly Measure Million = new("million", "a million operations", "of a library's code, from the mean time of one: 1 ms are 1 ns each", MeasureKind.Time, [(Phases.Million, Metric.Wall)]);
    public static readonly Measure Allocated = new("allocated", "allocated", "by one operation, on the managed heap", MeasureKind.Bytes, [(Phases.Operation, Metric.AllocatedBytes)]);
    public static readonly Measure Payload = new("payload", "message size", "the message that one operation reads or writes", MeasureKind.Bytes, [(Phases.Operation, Metric.PayloadBytes)]);
    public static readonly Measure Arrived = new("arrived", "arrived", "what had to be there of the message before the answer was known", MeasureKind.Bytes, [(Phases.Operation, Metric.ArrivedBytes)]);

    public static readonly Measure Latency = OfLatency("latency", "p50", "half of a stream's messages took no longer", Metric.Wall);
    public static readonly Measure LatencyP90 = OfLatency("latency-p90", "p90", "nine of ten messages took no longer", Metric.WallP90);
    public static readonly Measure LatencyP99 = OfLatency("latency-p99", "p99", "99 of 100 messages took no longer", Metric.WallP99);
    public static readonly Measure LatencyP999 = OfLatency("latency-p999", "p99.9", "999 of 1000 messages took no longer", Metric.WallP999);
    public static readonly Measure LatencyMax = OfLatency("latency-max", "max", "the slowest message", Metric.WallMax);
    public static readonly Measure Throughput = new("throughput", "messages per second", "that arrived at the sink", MeasureKind.Count, [(StreamPhases.Latency, Metric.PerSecond)]);
    public static readonly Measure ColdStart = new("cold-start", "cold start", "from the spawn of a function's node until its first answer", MeasureKind.Time, [(StreamPhases.ColdStart, Metric.Wall)]);
    public static readonly Measure Capacity = new("capacity", "capacity", "the highest rate that kept p99 below the limit", MeasureKind.Count, [(StreamPhases.Capacity, Metric.PerSecond)]);

    /// <summary>What the latency of a stream's middle message is made of, in the order of its life.</summary>
    public static readonly IReadOnlyList<Measure> LedgerParts =
        [.. StreamPhases.Ledger.Select(static one => new Measure($"part-{one.Name}", one.Name, $"of a middle message: {one.Means}", MeasureKind.Time, [(one.Name, Metric.Wall)]))];

    /// <summary>In the order in which they are offered.</summary>
    public static readonly IReadOnlyList<Measure> All =
    [
        Total, Execute, Startup, Compile, Memory, Instructions, Artifact, Image, Million, Allocated, Payload, Arrived,
        Latency, LatencyP90, LatencyP99, LatencyP999, LatencyMax, Throughput, ColdStart, Capacity, .. LedgerParts,
    ];

    /// <summary>What figures show where nobody can choose.</summary>
    public static readonly IReadOnlyList<Measure> Printed = [Total, Execute, Million, Latency, LatencyP99];

    /// <summary>Those by which cases are compared, whose samples count the processes.</summary>
    public bool IsCompared => this == Total || this == Million || this == Latency;

    private static Measure OfLatency(string id, string title, string note, Metric metric) =>
        new(id, title, $"latency of a stream's messages: {note}", MeasureKind.Time, [(StreamPhases.Latency, metric)]);
}

/// <summary>Decides the units: base units are nanoseconds, bytes and counts.</summary>
public enum MeasureKind
{
    Time,
    Bytes,
    Count,
}
