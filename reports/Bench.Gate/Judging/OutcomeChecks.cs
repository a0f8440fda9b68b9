using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>Whether every case is still there, and still ends well.</summary>
internal static class OutcomeChecks
{
    internal static IEnumerable<GateCheck> Of(GateNumbers before, GateNumbers after, GateRules rules, IReadOnlySet<CaseId>? only) =>
        before.Cases.Where(id => only is null || only.Contains(id)).Select(id => Of(before, after, id, rules)).OfType<GateCheck>();

    private static GateCheck? Of(GateNumbers before, GateNumbers after, CaseId id, GateRules rules) => (before.Measured(id), after.Outcome(id)) switch
    {
        (true, Outcome.Failed failed) => Check(id, GateSubject.Outcome, Answer(rules.Failed), $"failed: {failed.Cause.Name()}: {OutcomeText.OneLine(failed.Error)}"),
        (true, Outcome.Skipped skipped) => Check(id, GateSubject.Presence, Answer(rules.Missing), $"not run: {OutcomeText.OneLine(skipped.Reason)}"),
        (true, null) when !after.Measured(id) => Check(id, GateSubject.Presence, Answer(rules.Missing), "not in the candidate"),
        (true, _) => Check(id, GateSubject.Outcome, GateAnswer.Fine, "ended well"),
        (false, _) when before.Outcome(id) is Outcome.Failed failed => after.Measured(id)
            ? Check(id, GateSubject.Outcome, GateAnswer.Improved, $"ends well now, and failed before: {failed.Cause.Name()}")
            : null,
        _ => null,   // not measured before either: nothing was lost
    };

    private static GateAnswer Answer(GateColour colour) => colour switch
    {
        GateColour.Red => GateAnswer.Regressed,
        GateColour.Amber => GateAnswer.Noted,
        GateColour.Green => GateAnswer.Fine,
        _ => throw new ArgumentOutOfRangeException(nameof(colour)),
    };

    private static GateCheck Check(CaseId id, GateSubject subject, GateAnswer answer, string text) => new() { Case = id, Subject = subject, Answer = answer, Text = text };
}
