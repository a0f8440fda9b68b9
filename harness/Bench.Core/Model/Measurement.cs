namespace Bench.Core;

/// <summary>One observed number of one process.</summary>
/// <param name="Process">From 1; the processes of a compile step are counted apart from those of the program.</param>
/// <param name="Iteration">From 1 inside the process; 0 when the number belongs to the process as a whole.</param>
/// <param name="Value">In the metric's base unit: nanoseconds, bytes or a count.</param>
public sealed record Measurement(CaseId Case, int Process, int Iteration, string Phase, Metric Metric, long Value);

/// <summary>A number before it is known which case it belongs to.</summary>
public readonly record struct Reading(int Iteration, string Phase, Metric Metric, long Value)
{
    public Measurement Of(CaseId caseId, int process) => new(caseId, process, Iteration, Phase, Metric, Value);
}
