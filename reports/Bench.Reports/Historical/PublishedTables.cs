using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Reports;

/// <summary>All published tables, in the order of time.</summary>
public static class PublishedTables
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, AllowDuplicateProperties = false,
    };

    private static readonly Lazy<IReadOnlyList<PublishedTable>> s_all = new(Load);

    public static IReadOnlyList<PublishedTable> All => s_all.Value;

    private static IReadOnlyList<PublishedTable> Load()
    {
        Assembly assembly = typeof(PublishedTables).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(static name => name.StartsWith("Historical/", StringComparison.Ordinal))
            .Select(name =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize<PublishedTable>(stream, s_json)!;
            })
            .OrderBy(static table => table.Source.Date, StringComparer.Ordinal).ThenBy(static table => table.Id, StringComparer.Ordinal)];
    }
}
