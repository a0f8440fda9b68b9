using System.Text.Json;

namespace Bench.Streams;

/// <summary>A JSON line that a node has printed: ready with its endpoint, or end with what it has counted.</summary>
internal sealed record NodeEvent(string Name, IReadOnlyDictionary<string, JsonElement> Members)
{
    /// <returns>Null for a line that is no event.</returns>
    internal static NodeEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line) is { } members
                && members.TryGetValue("event", out JsonElement name) && name.ValueKind == JsonValueKind.String
                ? new NodeEvent(name.GetString()!, members)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal long? Count(string member) => Members.TryGetValue(member, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) ? count : null;

    internal string? Text(string member) => Members.TryGetValue(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
