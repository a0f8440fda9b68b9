using System.Reflection;
using System.Text.Json;

namespace Bench.Fuzz;

/// <summary>The bytes of all vectors, right and wrong.</summary>
internal static class Y3Corpus
{
    internal static IReadOnlyList<byte[]> All { get; } = Load("y3-");

    /// <param name="prefix">Of the names of the files with vectors.</param>
    internal static IReadOnlyList<byte[]> Load(string prefix)
    {
        List<byte[]> corpus = [];
        Assembly assembly = Assembly.GetExecutingAssembly();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            using (JsonDocument document = JsonDocument.Parse(assembly.GetManifestResourceStream(name)!))
                Collect(document.RootElement, corpus);
        return corpus;
    }

    private static void Collect(JsonElement element, List<byte[]> corpus)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (JsonElement item in element.EnumerateArray())
                Collect(item, corpus);
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty member in element.EnumerateObject())
            if (member.Name == "hex" && Convert.FromHexString(member.Value.GetString()!.Replace(" ", "", StringComparison.Ordinal)) is { Length: > 0 } bytes)
                corpus.Add(bytes);
            else
                Collect(member.Value, corpus);
    }
}
