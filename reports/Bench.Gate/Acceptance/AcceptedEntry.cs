using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>A red check of which somebody said that it is right: one entry of gate-accepted.json.</summary>
public sealed record AcceptedEntry
{
    public required CaseId Case { get; init; }
    public required GateSubject Subject { get; init; }

    /// <summary>Empty where <see cref="Subject"/> is no number.</summary>
    public required string Phase { get; init; }

    /// <summary>Candidate ÷ baseline as it was seen; null where the subject is no number, or the baseline was 0.</summary>
    public double? Ratio { get; init; }

    /// <summary>Empty outside a repository.</summary>
    public required string BaselineCommit { get; init; }
    public required DateTimeOffset BaselineStartedAt { get; init; }

    /// <summary>Empty outside a repository.</summary>
    public required string CandidateCommit { get; init; }
    public required string Reason { get; init; }

    /// <summary>The day of the acceptance, UTC.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>One line, such as <c>nbody/small/node, wall (execute): +12.3 %</c>.</summary>
    public string Title => OutcomeText.OneLine($"{Case}, {(Phase.Length > 0 ? $"{Subject.Name} ({Phase})" : Subject.Name)}{(Ratio is null ? "" : $": {CheckText.Limit(Ratio)}")}");

    /// <summary>An entry for each red check of a report.</summary>
    /// <param name="globs">Over case ids.</param>
    /// <exception cref="UsageException">No check is red, a glob matches none that is, or the reason is empty.</exception>
    public static IReadOnlyList<AcceptedEntry> Of(GateReport report, IReadOnlyList<string> globs, string reason, DateOnly date)
    {
        string why = OutcomeText.OneLine(reason).Trim();
        if (why.Length == 0)
            throw new UsageException("--reason is empty: say for those who read the file later why the change is right");
        GateCheck[] reds = [.. report.Checks.Where(static one => one.Colour == GateColour.Red)];
        if (reds.Length == 0)
            throw new UsageException($"there is nothing to accept: no check is red ({GateHeadline.Of(report)})");
        return [.. Names.Select("red case", globs, reds, static one => one.Case.ToString()).Select(check => new AcceptedEntry
        {
            Case = check.Case,
            Subject = check.Subject,
            Phase = check.Phase,
            Ratio = check.Ratio is double ratio && double.IsFinite(ratio) ? ratio : null,
            BaselineCommit = report.Baseline.Commit,
            BaselineStartedAt = report.Baseline.StartedAt,
            CandidateCommit = report.Candidate.Commit,
            Reason = why,
            Date = date,
        })];
    }

    /// <summary>
    /// Whether the change was accepted against this baseline. A commit names it, however often it is measured; without one, or with changes that were
    /// not committed, only the very same run does.
    /// </summary>
    internal bool IsAgainst(GateSide baseline) =>
        BaselineCommit == baseline.Commit && ((BaselineCommit.Length > 0 && !BaselineCommit.EndsWith('+')) || BaselineStartedAt == baseline.StartedAt);

    internal bool Concerns(CaseId caseId, GateSubject subject, string phase) => Case == caseId && Subject == subject && Phase == phase;
}
