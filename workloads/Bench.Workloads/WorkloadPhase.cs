namespace Bench.Workloads;

/// <summary>A part of what a kernel did.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; none that harness/PROTOCOL.md keeps for what is measured from outside.</param>
public readonly record struct WorkloadPhase(string Name, long Nanoseconds);
