using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>The gate's own JSON files: written for diffs, read strictly, and a newer one is told from a broken one.</summary>
internal static class VersionedJson
{
    private const int LargestFile = 64 << 20;

    private static readonly JsonSerializerOptions s_options = new(JsonText.Strict)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // These files stand in repositories and comments, never inside a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonText.Strict.TypeInfoResolver!.WithAddedModifier(LeaveOutComputed),
        Converters =
        {
            new CaseIdConverter(), new MetricConverter(), new GateSubjectConverter(),
            new KebabEnumConverter<GateAnswer>(), new KebabEnumConverter<GateColour>(), new KebabEnumConverter<OtherVersions>(),
        },
    };

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, s_options) + "\n";

    /// <param name="contents">What is not read when the file cannot be: <c>the gate's report</c>.</param>
    /// <param name="current">The newest schema that this version reads.</param>
    /// <exception cref="UsageException">The file cannot be read, a newer version wrote it, or it is malformed: one line with line and position.</exception>
    internal static T Load<T>(string file, string contents, int current) where T : class
    {
        try
        {
            return Parse<T>(BoundedFile.Read(file, LargestFile) ?? throw new UsageException($"{file} is too large for {contents}: it has more than {LargestFile} bytes"), file, current);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {contents}: {e.Message}", e);
        }
    }

    /// <inheritdoc cref="Load"/>
    /// <param name="file">For messages only.</param>
    internal static T Parse<T>(byte[] bytes, string file, int current) where T : class
    {
        try
        {
            int schema = JsonSerializer.Deserialize<VersionOnly>(bytes, JsonText.Rows)?.Schema ?? throw new UsageException($"{file}(1,1): expected an object with a 'schema'");
            if (schema > current)
                throw new UsageException($"{file} was written by a newer version (schema {schema}, this one reads up to {current}): update Bench");
            return schema >= 1 ? JsonSerializer.Deserialize<T>(bytes, s_options)! : throw new UsageException($"{file}: 'schema' is {schema}, expected 1 to {current}");
        }
        catch (JsonException e)
        {
            throw new UsageException(JsonFault.Describe(file, e), e);
        }
    }

    private static void LeaveOutComputed(JsonTypeInfo type)
    {
        for (int i = type.Properties.Count - 1; i >= 0; i--)
            if (type.Properties[i].Set is null && type.Properties[i].AssociatedParameter is null)
                type.Properties.RemoveAt(i);
    }

    private sealed record VersionOnly
    {
        public int? Schema { get; init; }
    }

    private sealed class MetricConverter : JsonConverter<Metric>
    {
        public override Metric Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            MetricNames.Parse(reader.GetString() ?? "") ?? throw new JsonException("there is no such metric");

        public override void Write(Utf8JsonWriter writer, Metric value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name());
    }

    /// <summary><c>wall</c> for a soft check of a number, <c>hard instructions</c> for a hard one, and <c>outcome</c> and its like for what is no number.</summary>
    private sealed class GateSubjectConverter : JsonConverter<GateSubject>
    {
        private const string Hard = "hard ";
        private static readonly GateSubject[] s_withoutNumber = [GateSubject.Outcome, GateSubject.Presence, GateSubject.Answer];

        public override GateSubject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string text = reader.GetString() ?? "";
            foreach (GateSubject subject in s_withoutNumber)
                if (subject.Name == text)
                    return subject;
            bool hard = text.StartsWith(Hard, StringComparison.Ordinal);
            return MetricNames.Parse(hard ? text[Hard.Length..] : text) is Metric metric ? hard ? GateSubject.Hard(metric) : GateSubject.Soft(metric)
                : throw new JsonException("there is no such subject of a check");
        }

        public override void Write(Utf8JsonWriter writer, GateSubject value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value is { IsHard: true, Metric: not null } ? Hard + value.Name : value.Name);
    }
}
