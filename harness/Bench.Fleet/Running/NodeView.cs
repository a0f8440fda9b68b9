using Bench.Core;

namespace Bench.Fleet;

/// <summary>One node as a person wants to see it.</summary>
/// <param name="Stage">One word: what the engine or the node is doing.</param>
/// <param name="Total">0 where nothing is counted yet.</param>
/// <param name="Bytes">Of its run, here.</param>
public sealed record NodeView(FleetNode Node, string Stage, int Done, int Total, TimeSpan? Remaining, string What, long Bytes);
