using System.Text.Json.Serialization;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Cli;

/// <summary>A node for programs.</summary>
/// <param name="VmType">Null where nobody has said.</param>
/// <param name="Price">Of an hour; null where nobody has said, or what was said is no price.</param>
/// <param name="Labels">All of them.</param>
internal sealed record FleetNodeRow(
    string Id, string Name, string State, string Availability, bool Manager, string? VmType, decimal? Price,
    double Cpus, long MemoryBytes, string Engine, string Address, IReadOnlyDictionary<string, string> Labels)
{
    internal static FleetNodeRow Of(SwarmNode node) => new(
        node.Id, node.Name, KebabCase.Of(node.State), node.Availability, node.IsManager,
        node.Labels.GetValueOrDefault(NodeLabels.VmType), NodeLabels.PriceIn(node.Labels),
        node.Cpus, node.MemoryBytes, node.EngineVersion, node.Address, node.Labels);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IEnumerable<FleetNodeRow>))]
internal sealed partial class FleetNodeJson : JsonSerializerContext;
