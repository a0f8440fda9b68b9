namespace Bench.Core;

/// <summary>The numbers of a run, process by process.</summary>
internal sealed class ProcessValues
{
    private readonly Dictionary<(CaseId, int), List<Reading>> _readings = [];

    internal ProcessValues(RunRecord run)
    {
        foreach (Measurement one in run.Measurements)
        {
            if (!_readings.TryGetValue((one.Case, one.Process), out List<Reading>? readings))
                _readings[(one.Case, one.Process)] = readings = [];
            readings.Add(new Reading(one.Iteration, one.Phase, one.Metric, one.Value));
        }
    }

    internal IReadOnlyList<Reading> Of(ProcessRecord process) =>
        // Processes of different kinds are counted apart; their phases tell them apart.
        [.. _readings.GetValueOrDefault((process.Case, process.Process), []).Where(one => KindOf(one) == process.Kind)];

    /// <summary>What the process cost the run; where that was not written down, the longest of its phases.</summary>
    internal TimeSpan Took(ProcessRecord process)
    {
        if (process.Took is TimeSpan took)
            return took;
        IEnumerable<long> walls = Of(process).Where(static one => one.Metric == Metric.Wall && one.Phase != Phases.Build).Select(static one => one.Value);
        return TimeSpan.FromTicks((process.Kind == WorkKind.Iterate ? walls.Sum() : walls.DefaultIfEmpty().Max()) / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>What ratios are made of: the total of a process, or the mean of its steady iterations (of all where it has not settled).</summary>
    /// <returns>Nanoseconds; null where there is no such number.</returns>
    internal static double? Compared(WorkKind kind, IReadOnlyList<Reading> readings) => kind switch
    {
        WorkKind.Execute => Wall(readings, Phases.Total),
        WorkKind.Iterate when IterationSeconds(readings) is { Count: > 0 } seconds => 1e9 * (WarmUp.Of([seconds])?.Steady?.Mean ?? seconds.Average()),
        _ => null,
    };

    internal static long? Wall(IReadOnlyList<Reading> readings, string phase) =>
        readings.Where(one => one.Phase == phase && one.Metric == Metric.Wall).Select(static one => (long?)one.Value).FirstOrDefault();

    /// <summary>Of each iteration, in their order.</summary>
    internal static IReadOnlyList<double> IterationSeconds(IReadOnlyList<Reading> readings) =>
        [.. readings.Where(static one => one.Phase == Phases.Iterate).OrderBy(static one => one.Iteration).Select(static one => one.Value / 1e9)];

    private static WorkKind KindOf(Reading reading) => reading.Phase switch
    {
        _ when reading.Metric == Metric.SimulatedInstructions => WorkKind.Count,
        Phases.Compile => WorkKind.Compile,
        Phases.Iterate => WorkKind.Iterate,
        string phase when Phases.IsUncached(phase) => WorkKind.Uncached,
        _ => WorkKind.Execute,
    };
}
