using Bench.Core;

namespace Bench.Reports;

/// <summary>What stands behind one cell of a published table.</summary>
/// <param name="Arguments">The program's, as the run's header gives them for the case's size.</param>
/// <param name="Runtime">Title and version of the backend.</param>
/// <param name="Outcome">Null where the run was interrupted.</param>
/// <param name="Planned">How many processes the case was to have.</param>
/// <param name="Wall">Null where nothing was measured.</param>
public sealed record PaperCase(CaseId Case, IReadOnlyList<string> Arguments, string Phase, BackendInfo Runtime, Outcome? Outcome, int Planned, Sample? Wall)
{
    /// <summary>What a reader should doubt about it.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Of its compilation ahead of time, nanoseconds; null where there is none or it was not timed.</summary>
    public Sample? Compile { get; init; }

    /// <summary>How the work grows, by the names of <see cref="WorkGrowth"/>.</summary>
    public string? Work { get; init; }

    internal bool IsRetired => Outcome.IsRetired();

    internal bool IsSkipped => Outcome is Outcome.Skipped;

    internal bool IsUnfinished => Outcome is null;

    internal string Mark => Findings.Count > 0 && Wall is not null ? FindingMarks.Mark : "";

    /// <summary>Its doubts with its name in notes.</summary>
    internal IEnumerable<(string Name, Finding Finding)> Marked => Wall is null ? [] : Findings.Select(one => ($"{Case.Workload} on {Runtime.Title}", one));

    public static IEnumerable<PaperCase> Of(Summary summary, string phase) => Of(summary, _ => phase);

    public static IEnumerable<PaperCase> Of(Summary summary, Func<CaseId, string> phaseOf)
    {
        RunHeader header = summary.Run.Header;
        CaseSamples samples = new(summary);
        FindingMarks marks = new(summary);
        return from one in summary.Cases
            let phase = phaseOf(one)
            select new PaperCase(one, header.Arguments(one.Workload, one.Size), phase, header.Backend(one.Backend),
                summary.OutcomeOf(one), header.Options.Processes, summary[one, phase, Metric.Wall])
            {
                Findings = [.. marks[one, phase]],
                Compile = samples.WallOfMaking(one, Phases.Compile),
                Work = header.Workloads.FirstOrDefault(workload => workload.Id == one.Workload)?.Work,
            };
    }
}
