using Bench.Core;

namespace Bench.Gate;

/// <summary>Nothing is red on one measurement's word: what is suspected is measured afresh, and what was seen first counts no more.</summary>
/// <remarks>The fresh numbers alone decide, and only of the suspected cases: so the chance of a false red is theirs, whatever led to the suspicion.</remarks>
public static class Confirmation
{
    /// <summary>The cases that a fresh measurement has to confirm.</summary>
    public static IReadOnlySet<CaseId> Suspects(GateReport first) => first.Checks.Where(static one => one.Colour == GateColour.Red).Select(static one => one.Case).ToHashSet();

    /// <param name="fresh">Of the suspected cases.</param>
    public static GateReport Merge(GateReport first, GateReport fresh)
    {
        Dictionary<(CaseId, GateSubject, string), GateCheck> again = fresh.Checks.ToDictionary(KeyOf);
        return first with { Checks = [.. first.Checks.Select(check => check.Colour == GateColour.Red ? Decided(check, again.GetValueOrDefault(KeyOf(check))) : check)] };
    }

    private static GateCheck Decided(GateCheck first, GateCheck? again) => again switch
    {
        { Colour: GateColour.Red } => again with { Confirmed = true },
        // The case failed again, or for another reason, so that this number is not there to be looked at.
        null => first with { Answer = GateAnswer.Noted, Confirmed = false, Text = $"{first.Text}; the fresh measurement has no such number" },
        { Subject.Metric: null } => first with { Answer = GateAnswer.Noted, Confirmed = false, Text = $"{first.Text}; once, and not when it was measured again" },
        _ => again with { Confirmed = false, Text = $"{again.Text}; {GateJudge.Percent(first.Ratio ?? 1)} at first, not confirmed" },
    };

    private static (CaseId, GateSubject, string) KeyOf(GateCheck check) => (check.Case, check.Subject, check.Phase);
}
