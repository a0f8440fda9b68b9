namespace Bench.Core;

/// <summary>A run folder in memory.</summary>
/// <param name="Measurements">Of closed processes only.</param>
/// <param name="Outcomes">By case; a case without one was not finished.</param>
/// <param name="TornRows">Lines that could not be read or belong to a process that was not closed.</param>
public sealed record RunRecord(
    RunHeader Header,
    IReadOnlyList<Measurement> Measurements,
    IReadOnlyList<ProcessRecord> Processes,
    IReadOnlyDictionary<CaseId, Outcome> Outcomes,
    int TornRows)
{
    /// <summary>In the order of time; empty in runs of schema 1.</summary>
    public IReadOnlyList<NoiseRecord> Noise { get; init; } = [];

    /// <summary>Empty in runs without a budget or a precision to reach, and in those that ended within their pilot.</summary>
    public IReadOnlyList<PlanRecord> Plan { get; init; } = [];

    /// <summary>Of streams of images: each image once.</summary>
    public IReadOnlyList<PictureRecord> Pictures { get; init; } = [];

    /// <summary>Of density runs.</summary>
    public IReadOnlyList<NoteRecord> Notes { get; init; } = [];

    /// <summary>Time that the processes took, one after the other: without what was built before them, and without breaks before a run was gone on with.</summary>
    public TimeSpan Measuring()
    {
        ProcessValues values = new(this);
        return Processes.Aggregate(TimeSpan.Zero, (sum, one) => sum + values.Took(one));
    }
}
