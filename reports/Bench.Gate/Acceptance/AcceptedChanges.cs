using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>Changes that people have accepted, kept as a file of the repository: gate-accepted.json.</summary>
public sealed class AcceptedChanges
{
    /// <summary>Raised when a member changes its meaning; older files stay readable.</summary>
    public const int CurrentSchema = 1;

    public const string UsualFile = "gate-accepted.json";

    public static readonly AcceptedChanges None = new([]);

    private AcceptedChanges(IReadOnlyList<AcceptedEntry> entries) => Entries = entries;

    /// <summary>By case, subject, phase and age of the baseline, whoever wrote them in whatever order.</summary>
    public IReadOnlyList<AcceptedEntry> Entries { get; }

    /// <returns><see cref="None"/> where there is no file.</returns>
    /// <exception cref="UsageException">The file cannot be read, a newer version wrote it, or it is malformed: one line.</exception>
    public static AcceptedChanges Load(string file)
    {
        if (!Path.Exists(file))
            return None;
        AcceptedFile content = VersionedJson.Load<AcceptedFile>(file, "the accepted changes", CurrentSchema);
        if (content.Accepted.FirstOrDefault(static one => one.Ratio is double ratio && !(ratio > 0 && double.IsFinite(ratio))) is AcceptedEntry wrong)
            throw new UsageException($"{file}: the ratio of {OutcomeText.OneLine(wrong.Case.ToString())}, {wrong.Subject.Name}, is {wrong.Ratio}, expected a number above 0");
        if (content.Accepted.FirstOrDefault(static one => string.IsNullOrWhiteSpace(one.Reason)) is AcceptedEntry silent)
            throw new UsageException($"{file}: {OutcomeText.OneLine(silent.Case.ToString())}, {silent.Subject.Name}, has no reason");
        return new AcceptedChanges(Sorted(content.Accepted));
    }

    /// <param name="baseline">What the change is held against now.</param>
    /// <returns>
    /// Null if nobody accepted it against this baseline. A ratio shifts the limit; none, which is so for a subject without a number and for one
    /// that was 0 before, accepts the check as it is. Of several entries the one that was accepted last.
    /// </returns>
    public (double? Ratio, string Reason)? Find(CaseId caseId, GateSubject subject, string phase, GateSide baseline) =>
        Entries.Where(one => one.Concerns(caseId, subject, phase) && one.IsAgainst(baseline)).MaxBy(static one => one.Date) is AcceptedEntry entry
            ? (entry.Ratio, entry.Reason)
            : null;

    /// <summary>Another acceptance of the same check against the same baseline takes the place of the earlier one.</summary>
    public AcceptedChanges With(IReadOnlyList<AcceptedEntry> more) =>
        new(Sorted([.. Entries.Where(old => !more.Any(one => Same(one, old))), .. more]));

    /// <summary>The whole file or none of it: whoever reads it meanwhile finds the old one.</summary>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    public void Save(string file)
    {
        string path = Path.GetFullPath(file), part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            try
            {
                File.WriteAllText(part, VersionedJson.Write(new AcceptedFile { Schema = CurrentSchema, Accepted = Entries }));
                File.Move(part, path, overwrite: true);
            }
            finally
            {
                File.Delete(part);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write the accepted changes: {e.Message}", e);
        }
    }

    private static bool Same(AcceptedEntry one, AcceptedEntry other) =>
        one.Concerns(other.Case, other.Subject, other.Phase) && one.IsAgainst(new GateSide([], other.BaselineCommit, other.BaselineStartedAt, ""));

    private static AcceptedEntry[] Sorted(IEnumerable<AcceptedEntry> entries) =>
    [
        .. entries.OrderBy(static one => one.Case.ToString(), StringComparer.Ordinal).ThenBy(static one => one.Subject.Name, StringComparer.Ordinal)
            .ThenBy(static one => one.Subject.IsHard).ThenBy(static one => one.Phase, StringComparer.Ordinal).ThenBy(static one => one.BaselineStartedAt)
            .ThenBy(static one => one.BaselineCommit, StringComparer.Ordinal).ThenBy(static one => one.Date),
    ];

    private sealed record AcceptedFile
    {
        public required int Schema { get; init; }
        public required IReadOnlyList<AcceptedEntry> Accepted { get; init; }
    }
}
