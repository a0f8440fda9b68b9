namespace Bench.Core;

/// <summary>One thing about a machine that decides whether its measurements can be believed.</summary>
/// <param name="Id">Never changes: scripts read it from <c>doctor --json</c>.</param>
/// <param name="Value">What was found, for people.</param>
/// <param name="Doubt">What is wrong with it and what to do; null when nothing is.</param>
public sealed record MachineCheck(string Id, string Value, string? Doubt = null);
