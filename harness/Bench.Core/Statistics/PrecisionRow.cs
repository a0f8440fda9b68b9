namespace Bench.Core;

/// <summary>How precisely a case is known, and what that cost.</summary>
/// <param name="Baseline">What it is divided by; null where its own median is meant.</param>
/// <param name="Spent">By all its processes, of every kind.</param>
/// <param name="Plan">Null where nothing was planned.</param>
/// <param name="Reached">Relative half-width of the 95 % interval of the ratio (of the median without a baseline) of total wall times; null with too few processes.</param>
/// <param name="Steady">Null where none of its processes iterated.</param>
public sealed record PrecisionRow(CaseId Case, CaseId? Baseline, int Processes, TimeSpan Spent, PlanRecord? Plan, double? Reached, SteadyPrecision? Steady);

/// <summary>The same of iterations after the warm-up.</summary>
/// <param name="Iterations">Of the last process.</param>
/// <param name="WarmUp">Null with too few iterations.</param>
/// <param name="Reached">Null with too few processes, or without a steady state.</param>
public sealed record SteadyPrecision(int Processes, int Iterations, WarmUp? WarmUp, PlanRecord? Plan, double? Reached);
