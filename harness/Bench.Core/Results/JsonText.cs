using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

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
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Disallow,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseHoles } },
        Converters = { new IterationsConverter(), new KebabEnumConverter<BackendClass>() },
    };

    /// <summary>For rows of run.jsonl: members of a later version are passed over.</summary>
    internal static readonly JsonSerializerOptions Rows = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseHoles } },
        Converters = { new CaseIdConverter(), new IterationsConverter(), new KebabEnumConverter<BackendClass>(), new KebabEnumConverter<FailureCause>(), new KebabEnumConverter<WorkKind>() },
    };

    /// <summary>Two ways to a null where none is expected that the serializer leaves open: a missing constructor parameter, and an element.</summary>
    private static void RefuseHoles(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (JsonPropertyInfo property in type.Properties)
            if (property.AssociatedParameter is { IsNullable: false, HasDefaultValue: false, IsMemberInitializer: false })
                property.IsRequired = true;
        type.OnDeserialized = value =>
        {
            foreach (JsonPropertyInfo property in type.Properties)
                if (property.Get?.Invoke(value) is IEnumerable elements and not string && HasNull(elements))
                    throw new JsonException($"'{property.Name}' holds null");
        };
    }

    private static bool HasNull(IEnumerable elements) => (elements is IDictionary map ? map.Values : elements).Cast<object?>()
        .Any(static one => one is null || (one is IEnumerable inner and not string && HasNull(inner)));
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

/// <summary>A number, or <c>"auto"</c>.</summary>
internal sealed class IterationsConverter : JsonConverter<Iterations>
{
    public override Iterations Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType switch
        {
            JsonTokenType.String when reader.GetString() == "auto" => Iterations.Auto,
            JsonTokenType.Number when reader.TryGetInt32(out int count) && count is >= 1 and <= Iterations.Most => new Iterations(count),
            _ => (Iterations?)null,
        })
        ?? throw new JsonException($"expected 1 to {Iterations.Most} iterations, or \"auto\"");

    public override void Write(Utf8JsonWriter writer, Iterations value, JsonSerializerOptions options)
    {
        if (value.Count is int count)
            writer.WriteNumberValue(count);
        else
            writer.WriteStringValue("auto");
    }
}

/// <summary>Enums as kebab-case words.</summary>
internal sealed class KebabEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;
