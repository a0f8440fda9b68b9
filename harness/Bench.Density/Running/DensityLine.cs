using System.Text.Json;
using System.Text.Json.Serialization;
using Bench.Core;

namespace Bench.Density;

/// <summary>A line on the standard output of a process that measures a part: how many instances there are, or how it ended.</summary>
public sealed record DensityLine
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public int? Alive { get; init; }
    public IReadOnlyList<Row>? Rows { get; init; }
    public string? Note { get; init; }
    public string? Error { get; init; }

    /// <summary>Of the error; null where the host refuses to run here.</summary>
    public FailureCause? Cause { get; init; }

    public static DensityLine Of(DensityReport report) => new() { Rows = [.. report.Readings.Select(static one => new Row(one.Phase, one.Metric.Name(), one.Value))], Note = report.Note };

    public static DensityLine Of(DensityFaultException fault) => new() { Error = fault.Message, Cause = fault.Cause };

    public override string ToString() => JsonSerializer.Serialize(this, s_json);

    /// <returns>Null for a line that is none of these.</returns>
    internal static DensityLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<DensityLine>(line, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Null unless this is the end of a part that was measured.</returns>
    internal DensityReport? Report() => Rows is null || Rows.Any(static one => MetricNames.Parse(one.Metric) is null) ? null
        : new DensityReport([.. Rows.Select(static one => new Reading(0, one.Phase, MetricNames.Parse(one.Metric)!.Value, one.Value))], Note);

    public sealed record Row(string Phase, string Metric, long Value);
}
