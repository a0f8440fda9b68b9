using System.Text.Json.Serialization;

namespace Bench.Micro;

/// <summary>What the source generator of System.Text.Json makes for the typed messages.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Pairs3))]
[JsonSerializable(typeof(Pairs16))]
[JsonSerializable(typeof(Pairs32))]
[JsonSerializable(typeof(Pairs63))]
internal sealed partial class PairsJson : JsonSerializerContext;
