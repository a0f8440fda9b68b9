using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Tests;

/// <summary>The part of JSON Schema 2020-12 that the schemas here use; a keyword that it does not know is an error, never passed over.</summary>
internal sealed class SchemaChecker(JsonElement root)
{
    internal static SchemaChecker Load(string file) => new(JsonDocument.Parse(File.ReadAllText(file)).RootElement);

    /// <returns>What is wrong, each with its path; empty when the value is valid.</returns>
    internal IReadOnlyList<string> Faults(string json) => [.. Check(root, JsonDocument.Parse(json).RootElement, "$")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string path) =>
        schema.EnumerateObject().SelectMany(keyword => Check(schema, keyword.Name, keyword.Value, value, path));

    private IEnumerable<string> Check(JsonElement schema, string keyword, JsonElement rule, JsonElement value, string path) => keyword switch
    {
        "$schema" or "$id" or "$defs" or "title" or "description" => [],
        "$ref" => Check(Resolve(rule.GetString()!), value, path),
        "type" => When(!HasType(value, rule.GetString()!), $"{path} is {value.ValueKind}, expected {rule}"),
        "const" => When(!JsonElement.DeepEquals(rule, value), $"{path} is {value}, expected {rule}"),
        "enum" => When(!rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), $"{path} is {value}, expected one of {rule}"),
        "minimum" => When(value.ValueKind == JsonValueKind.Number && value.GetDecimal() < rule.GetDecimal(), $"{path} is {value}, below {rule}"),
        "exclusiveMinimum" => When(value.ValueKind == JsonValueKind.Number && value.GetDecimal() <= rule.GetDecimal(), $"{path} is {value}, not above {rule}"),
        "maximum" => When(value.ValueKind == JsonValueKind.Number && value.GetDecimal() > rule.GetDecimal(), $"{path} is {value}, above {rule}"),
        "minProperties" => When(value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Count() < rule.GetInt32(), $"{path} has fewer than {rule} members"),
        "minItems" => When(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() < rule.GetInt32(), $"{path} has fewer than {rule} elements"),
        "pattern" => When(value.ValueKind == JsonValueKind.String && !Regex.IsMatch(value.GetString()!, rule.GetString()!), $"{path} is {value}, expected {rule}"),
        "format" when rule.GetString() == "date-time" =>
            When(value.ValueKind == JsonValueKind.String && !value.TryGetDateTimeOffset(out _), $"{path} is {value}, expected a date and time"),
        "required" => value.ValueKind != JsonValueKind.Object ? []
            : rule.EnumerateArray().Select(static one => one.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path} lacks {name}"),
        "properties" => value.ValueKind != JsonValueKind.Object ? []
            : rule.EnumerateObject().SelectMany(one => value.TryGetProperty(one.Name, out JsonElement member) ? Check(one.Value, member, $"{path}.{one.Name}") : []),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object ? []
            : value.EnumerateObject().Where(member => !Declares(schema, member.Name)).SelectMany(member => rule.ValueKind == JsonValueKind.False
                ? [$"{path} has an unknown member {member.Name}"]
                : Check(rule, member.Value, $"{path}.{member.Name}")),
        "items" => value.ValueKind != JsonValueKind.Array ? []
            : value.EnumerateArray().SelectMany((one, index) => Check(rule, one, $"{path}[{index}]")),
        "oneOf" => OneOf(rule, value, path),
        _ => throw new NotSupportedException($"the checker does not know the keyword '{keyword}'"),
    };

    private IEnumerable<string> OneOf(JsonElement rule, JsonElement value, string path)
    {
        string[][] faults = [.. rule.EnumerateArray().Select(one => Check(one, value, path).ToArray())];
        int fitting = faults.Count(static one => one.Length == 0);
        return fitting == 1 ? [] : [$"{path} fits {fitting} of oneOf: {string.Join("; ", faults.MinBy(static one => one.Length)!)}"];
    }

    private static bool Declares(JsonElement schema, string member) =>
        schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(member, out _);

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, static (at, name) => at.GetProperty(name));

    private static IEnumerable<string> When(bool broken, string fault) => broken ? [fault] : [];

    private static bool HasType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new NotSupportedException($"the checker does not know the type '{type}'"),
    };
}
