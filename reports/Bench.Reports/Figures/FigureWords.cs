using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>Words that a specification has in place of what only who draws it knows: theme, room, backends.</summary>
public static class FigureWords
{
    /// <summary>Ids, in the order in which they are to stand.</summary>
    public const string Backends = "$backends";
    public const string Workloads = "$workloads";
    public const string WorkloadColours = "$workloadColours";

    /// <summary>Names of the classes that occur; a colour and a shape for each.</summary>
    public const string Classes = "$classes";
    public const string ClassColours = "$classColours";
    public const string ClassShapes = "$classShapes";
    public const string PhaseColours = "$phaseColours";

    /// <summary>Of lines that are no data.</summary>
    public const string Muted = "$muted";

    /// <summary>Facets side by side, and the width of each in pixels.</summary>
    public const string Columns = "$columns";
    public const string Width = "$width";

    /// <summary>Room for the backends' names in pixels.</summary>
    public const string LabelWidth = "$labelWidth";

    /// <summary>Expression of an axis label, by the kind of the measure; on a logarithmic axis for round numbers only, where there are any.</summary>
    public const string Label = "$label";
    public const string LogLabel = "$logLabel";
    public const string RatioLabel = "$ratioLabel";
    public const string CountLabel = "$countLabel";

    /// <summary>Of a logarithmic axis: 2 for bytes, else 10; and about how many ticks it has.</summary>
    public const string LogBase = "$logBase";
    public const string LogTicks = "$logTicks";
    /// <summary>Entries of a legend side by side.</summary>
    public const string LegendColumns = "$legendColumns";
    public const string Baseline = "$baseline";

    /// <summary>The specification with each word replaced by its value.</summary>
    public static JsonNode Fill(JsonNode spec, IReadOnlyDictionary<string, JsonNode> values) => spec switch
    {
        JsonObject members => new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Fill(pair.Value, values)))!),
        JsonArray elements => new JsonArray([.. elements.Select(one => one is null ? null : Fill(one, values))]),
        JsonValue value when value.TryGetValue(out string? word) && values.TryGetValue(word, out JsonNode? filled) => filled.DeepClone(),
        _ => spec.DeepClone(),
    };
}
