using Bench.Core;

namespace Bench.Gate;

/// <summary>Numbers that come out alike each time: a larger one is a change of the program.</summary>
internal static class HardChecks
{
    internal static IEnumerable<GateCheck> Of(GateNumbers before, GateNumbers after, CaseId id, GateRules rules, GateOptions options)
    {
        foreach (Metric metric in rules.Hard.Select(static rule => rule.Metric).Distinct())
            if (rules.RuleFor(metric, id) is HardRule rule)
                foreach (string phase in before.Phases(id, metric))
                    if (before.Sample(id, phase, metric) is Sample own && after.Sample(id, phase, metric) is Sample other)
                        yield return Of(id, phase, rule, own, other, options, before.Side);
    }

    private static GateCheck Of(CaseId id, string phase, HardRule rule, Sample before, Sample after, GateOptions options, GateSide side)
    {
        double limit = 1 + rule.More, baseline = before.Median, candidate = after.Median;
        // What was nothing may not become something.
        double? ratio = baseline > 0 ? candidate / baseline : null;
        string change = ratio is double factor ? GateJudge.Percent(factor) : $"from 0 to {candidate:0}";
        GateCheck check = new()
        {
            Case = id,
            Subject = GateSubject.Hard(rule.Metric),
            Phase = phase,
            Answer = candidate < baseline / limit ? GateAnswer.Improved : GateAnswer.Fine,
            Text = candidate == baseline ? "as before" : change,
            Baseline = baseline,
            Candidate = candidate,
            Ratio = ratio,
            Limit = limit,
            BaselineProcesses = before.Count,
            CandidateProcesses = after.Count,
        };
        if (candidate <= baseline * limit)
            return check;
        AcceptedChange? accepted = options.Accepted(check, side);
        double moved = limit * Math.Max(1, accepted?.Ratio ?? 1);
        return accepted is not null && (ratio is null || ratio <= moved)
            ? check with { Answer = GateAnswer.Accepted, Text = $"{change}, as accepted", Limit = moved, Reason = accepted.Reason }
            : check with { Answer = GateAnswer.Regressed, Text = $"{change}, the limit is {GateJudge.Percent(moved)}", Limit = moved, Reason = accepted?.Reason };
    }
}
