using Bench.Core;

namespace Bench.Reports;

/// <summary>From the spawn to the program's first act, its first output and its exit; with a warm and with an empty page cache.</summary>
internal static class StartTable
{
    /// <summary>Workloads that compute next to nothing.</summary>
    private static readonly string[] s_workloads = ["nop", "triple"];

    /// <summary>In the order of the columns, with what the phase ends with.</summary>
    private static readonly (string Phase, string Name)[] s_phases = [(Phases.Startup, "main"), (Phases.FirstOutput, "output"), (Phases.Total, "exit")];

    internal static IEnumerable<CaseId> CasesOf(Summary summary) =>
        summary.Cases.Where(one => s_workloads.Contains(one.Workload) && summary.IsProgram(one) && !summary.WasSkipped(one));

    internal static ReportTable Of(Summary summary, CaseId[] rows, string baseline)
    {
        CaseSamples samples = new(summary);
        FindingMarks marks = new(summary);
        CaseId reference = rows[0] with { Backend = baseline };
        TableColumns columns = new(rows);
        columns.AddText("backend", row => row.Backend + (marks[row, Phases.Total].Any() ? FindingMarks.Mark : ""));
        columns.AddText("class", row => summary.Run.Header.Backend(row.Backend).Class.Name());
        if (rows.Any(row => summary.OutcomeOf(row) is Outcome.Failed))
            columns.AddText("outcome", row => summary.OutcomeOf(row) is Outcome.Failed failed ? new ReportCell($"Failed: {failed.Cause.Name()}", CellTone.Failed) : "measured");
        foreach ((string phase, string name) in s_phases)
            columns.AddMedian(summary, rows, $"until {name}", phase);
        columns.Add($"exit ÷ {baseline}", row => summary.Ratio(row, reference, Phases.Total, Metric.Wall) is Estimate ratio
            ? row == reference ? "1" : Rounding.WithInterval(ratio.Value, ratio.Interval)
            : null);
        foreach ((string phase, string name) in s_phases)
            columns.AddMedian(summary, rows, $"{name}, no cache", Phases.Uncached(phase));
        columns.AddAlways("n", row => samples.Processes(row) is > 0 and int n ? n.ToString() : null);
        bool uncached = rows.Any(row => summary[row, Phases.Uncached(Phases.Total), Metric.Wall] is not null);
        return columns.Table($"Starting {rows[0].Workload}",
            "From the spawn, for containers from the create request, until the program's main, its first output and its end: median wall time [95 % interval]."
            + (uncached ? " No cache: the kernel was told to forget all files before each process; what the harness itself has mapped, the C library and the .NET runtime, stays." : ""), []);
    }

    /// <summary>A column of medians, left out where no row has one.</summary>
    internal static void AddMedian(this TableColumns columns, Summary summary, CaseId[] rows, string name, string phase)
    {
        Estimate[] present = [.. rows.Select(row => summary.Median(row, phase, Metric.Wall)).OfType<Estimate>()];
        if (present.Length == 0)
            return;
        Unit unit = Unit.OfTimes(present.Select(static one => one.Value));
        columns.Add(unit.After(name), row => summary.Median(row, phase, Metric.Wall) is Estimate median ? unit.Estimated(median) : null);
    }
}
