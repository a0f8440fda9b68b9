using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>One run of a history: its header, and of each case the one number that the history is about.</summary>
/// <param name="Path">As its folder was found.</param>
public sealed record HistoryRun(string Path, RunHeader Header, IReadOnlyDictionary<CaseId, HistoryValue> Values)
{
    /// <summary>Where a number of another metric than wall time stands; the first phase that a case has is taken.</summary>
    private static readonly string[] s_phases = [Phases.Total, Phases.Operation, Phases.Compile, Phases.Build];

    internal string Machine { get; } = MachineId.Of(Header.Machine);

    internal string Commit { get; } = ColumnNames.CommitName(OutcomeText.OneLine(Header.Commit));

    /// <summary>Of the day, UTC.</summary>
    internal string Date { get; } = $"{Header.StartedAt.UtcDateTime:yyyy-MM-dd}";

    internal static HistoryRun Of(string path, RunRecord run, Metric metric)
    {
        // Nothing else is kept: a history has many runs.
        Summary summary = new(run with { Measurements = [.. run.Measurements.Where(one => one.Metric == metric)] });
        Dictionary<CaseId, HistoryValue> values = [];
        foreach (CaseId id in summary.Cases)
            foreach (string phase in metric == Metric.Wall ? [summary.ComparedPhase(id)] : s_phases)
                if (summary[id, phase, metric] is { Median: > 0 } sample)
                {
                    values[id] = new HistoryValue(summary.Median(id, phase, metric)!.Value, sample.Count, phase);
                    break;
                }
        return new HistoryRun(path, run.Header, values);
    }

    /// <summary>Whether both are copies of one run.</summary>
    internal bool IsSameAs(HistoryRun other) => Header.StartedAt == other.Header.StartedAt && Header.Commit == other.Header.Commit
        && Header.Seed == other.Header.Seed && Machine == other.Machine && Header.Options.Suite == other.Header.Options.Suite;
}

/// <param name="Median">Over the processes of the run, in the metric's base unit.</param>
public readonly record struct HistoryValue(Estimate Median, int Processes, string Phase);
