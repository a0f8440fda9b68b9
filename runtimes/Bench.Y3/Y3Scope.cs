namespace Bench.Y3;

/// <summary>An open node of a <see cref="Y3Writer"/>.</summary>
/// <param name="Start">Where its header begins in what the writer holds.</param>
/// <param name="Depth">Of the node itself; nodes are closed in the order innermost first.</param>
public readonly record struct Y3Scope(int Start, int Depth);
