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

    private static readonly Lazy<IReadOnlyList<PublishedTable>> s_all = new(static () => Load<PublishedTable>("Historical/", static one => (one.Source, one.Id)));
    private static readonly Lazy<IReadOnlyList<PublishedRatios>> s_ratios = new(static () => Load<PublishedRatios>("Ratios/", static one => (one.Source, one.Id)));

    public static IReadOnlyList<PublishedTable> All => s_all.Value;

    /// <summary>Comparisons of libraries.</summary>
    public static IReadOnlyList<PublishedRatios> Ratios => s_ratios.Value;

    private static IReadOnlyList<T> Load<T>(string folder, Func<T, (PublishedSource Source, string Id)> origin)
    {
        Assembly assembly = typeof(PublishedTables).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize<T>(stream, s_json)!;
            })
            .OrderBy(one => origin(one).Source.Date, StringComparer.Ordinal).ThenBy(one => origin(one).Id, StringComparer.Ordinal)];
    }
}
