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
    internal bool IsRetired => Outcome.IsRetired();

    internal bool IsSkipped => Outcome is Outcome.Skipped;

    internal bool IsUnfinished => Outcome is null;

    public static IEnumerable<PaperCase> Of(Summary summary, string phase)
    {
        RunHeader header = summary.Run.Header;
        return summary.Cases.Select(one => new PaperCase(one, header.Arguments(one.Workload, one.Size), phase, header.Backend(one.Backend),
            summary.OutcomeOf(one), header.Options.Processes, summary[one, phase, Metric.Wall]));
    }
}
