namespace Bench.Core;

/// <summary>What a plan expects of one target by the end of the run.</summary>
/// <param name="Processes">All of them, those that have run included.</param>
/// <param name="HalfWidth">Of the 95 % interval of the ratio to the baseline (of the median where there is none), as a share; null where nothing is known of the spread.</param>
/// <param name="More">Time that those of the processes take that have not run yet.</param>
public readonly record struct PlanForecast(WorkTarget Target, int Processes, double? HalfWidth, TimeSpan More);
