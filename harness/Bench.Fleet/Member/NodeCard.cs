using System.Text.Json;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>What the caller knows of a node and the node does not. All cards of a fleet are one JSON object, by node id.</summary>
internal sealed record NodeCard(string? VmType, string? Label)
{
    private static readonly JsonSerializerOptions s_written = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    internal static byte[] Write(IReadOnlyDictionary<string, NodeCard> cards) => JsonSerializer.SerializeToUtf8Bytes(cards, s_written);

    /// <exception cref="UsageException">The file is missing or malformed.</exception>
    internal static IReadOnlyDictionary<string, NodeCard> Load(string file) => StrictJson.Load<Dictionary<string, NodeCard>>(file);
}
