using System.Text.Json;

namespace Bench.Core;

/// <summary>Rows of run.jsonl as they stand in the file; harness/run.schema.json describes them.</summary>
internal sealed record RunRow
{
    public required string Type { get; init; }
    public RunHeader? Header { get; init; }
    public CaseId? Case { get; init; }
    public int? Process { get; init; }
    public int? Iteration { get; init; }
    public string? Phase { get; init; }
    public string? Metric { get; init; }
    public long? Value { get; init; }
    public WorkKind? Kind { get; init; }
    public int? Sequence { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public string? Outcome { get; init; }
    public int? Processes { get; init; }
    public FailureCause? Cause { get; init; }
    public string? Error { get; init; }
    public string? StderrTail { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset? At { get; init; }
    public double? Load { get; init; }
    public double? Steal { get; init; }
    public long? Kilohertz { get; init; }
    public long? TookNs { get; init; }
    public int? Pilot { get; init; }
    public double? HalfWidth { get; init; }
    public byte[]? Image { get; init; }
    public string? Answer { get; init; }
    public string? Text { get; init; }

    internal static RunRow Of(RunHeader header) => new() { Type = "header", Header = header };

    internal static RunRow Of(Measurement measurement) => new()
    {
        Type = "measurement", Case = measurement.Case, Process = measurement.Process, Iteration = measurement.Iteration,
        Phase = measurement.Phase, Metric = measurement.Metric.Name(), Value = measurement.Value,
    };

    internal static RunRow Of(ProcessRecord process) => new()
    {
        Type = "process", Case = process.Case, Kind = process.Kind, Process = process.Process,
        Sequence = process.Sequence, StartedAt = process.StartedAt, TookNs = process.Took is TimeSpan took ? took.Ticks * TimeSpan.NanosecondsPerTick : null,
    };

    internal static RunRow Of(PlanRecord plan) => new()
    {
        Type = "plan", Case = plan.Case, Kind = plan.Kind, Pilot = plan.Pilot, Processes = plan.Processes, HalfWidth = plan.HalfWidth,
    };

    internal static RunRow Of(NoiseRecord noise) => new() { Type = "noise", At = noise.At, Load = noise.Load, Steal = noise.Steal, Kilohertz = noise.Kilohertz };

    internal static RunRow Of(PictureRecord picture) => new() { Type = "picture", Case = picture.Case, Image = picture.Image, Answer = picture.Answer };

    internal static RunRow Of(NoteRecord note) => new() { Type = "note", Case = note.Case, Text = note.Text };

    internal static RunRow Of(Outcome outcome) => outcome switch
    {
        Outcome.Measured measured => new() { Type = "outcome", Case = measured.Case, Outcome = "measured", Processes = measured.Processes },
        Outcome.Failed failed => new()
        {
            Type = "outcome", Case = failed.Case, Outcome = "failed", Cause = failed.Cause, Error = failed.Error, StderrTail = failed.StderrTail,
        },
        Outcome.Skipped skipped => new() { Type = "outcome", Case = skipped.Case, Outcome = "skipped", Reason = skipped.Reason },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <exception cref="JsonException">The row lacks what its type needs.</exception>
    internal Measurement? ToMeasurement()
    {
        if (Case is not CaseId id || Process is not int process || Iteration is not int iteration || Phase is null || Metric is null || Value is not long value)
            throw new JsonException("a measurement needs case, process, iteration, phase, metric and value");
        if (value < 0)
            throw new JsonException($"a measurement of {id} is negative");
        return MetricNames.Parse(Metric) is Metric metric ? new Measurement(id, process, iteration, Phase, metric, value) : null;
    }

    /// <exception cref="JsonException">The row lacks what its type needs.</exception>
    internal ProcessRecord ToProcess() =>
        Case is CaseId id && Process is int process && Kind is WorkKind kind && Sequence is int sequence && StartedAt is DateTimeOffset startedAt
            ? new ProcessRecord(id, kind, process, sequence, startedAt, TookNs is long took ? TimeSpan.FromTicks(took / TimeSpan.NanosecondsPerTick) : null)
            : throw new JsonException("a process needs case, kind, process, sequence and startedAt");

    /// <exception cref="JsonException">The row lacks what its type needs.</exception>
    internal PlanRecord ToPlan() => Case is CaseId id && Kind is WorkKind kind && Pilot is int pilot && Processes is int processes
        ? new PlanRecord(id, kind, pilot, processes, HalfWidth)
        : throw new JsonException("a plan needs case, kind, pilot and processes");

    /// <exception cref="JsonException">The row lacks what its type needs.</exception>
    internal NoiseRecord ToNoise() => At is DateTimeOffset at && Load is double load && double.IsFinite(load) && double.IsFinite(Steal ?? 0)
        ? new NoiseRecord(at, load, Steal, Kilohertz)
        : throw new JsonException("noise needs at and load, and finite numbers");

    /// <exception cref="JsonException">The row lacks what its type needs.</exception>
    internal PictureRecord ToPicture() => Case is CaseId id && Image is byte[] image && PictureRecord.IsImage(image) && Answer is not null
        ? new PictureRecord(id, image, Answer)
        : throw new JsonException($"a picture needs case, answer and image, a PNG file of at most {PictureRecord.Largest} bytes");

    /// <exception cref="JsonException">The row lacks what its type needs.</exception>
    internal NoteRecord ToNote() => Case is CaseId id && Text is not null ? new NoteRecord(id, Text) : throw new JsonException("a note needs case and text");

    /// <exception cref="JsonException">The row lacks what its type needs.</exception>
    internal Outcome ToOutcome() => (Outcome, Case) switch
    {
        ("measured", CaseId id) when Processes is int processes => new Outcome.Measured(id, processes),
        ("failed", CaseId id) when Cause is FailureCause cause => new Outcome.Failed(id, cause, Error ?? "", StderrTail ?? ""),
        ("skipped", CaseId id) => new Outcome.Skipped(id, Reason ?? ""),
        _ => throw new JsonException("an outcome needs case and one of measured, failed, skipped"),
    };
}
