using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Core;

/// <summary>How files are read and written as JSON. Not source-generated: the generator forgets the defaults of <c>init</c> properties.</summary>
internal static class JsonText
{
    /// <summary>For files that people write: an unknown member is a mistake.</summary>
    internal static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Disallow,
        Converters = { new KebabEnumConverter<BackendClass>() },
    };

    /// <summary>For rows of run.jsonl: members of a later version are passed over.</summary>
    internal static readonly JsonSerializerOptions Rows = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new CaseIdConverter(), new KebabEnumConverter<BackendClass>(), new KebabEnumConverter<FailureCause>(), new KebabEnumConverter<WorkKind>() },
    };
}

internal sealed class CaseIdConverter : JsonConverter<CaseId>
{
    public override CaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return CaseId.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Enums as kebab-case words.</summary>
internal sealed class KebabEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;
