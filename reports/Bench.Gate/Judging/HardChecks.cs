using Bench.Core;

namespace Bench.Gate;

/// <summary>Numbers that come out alike each time: a larger one is a change of the program.</summary>
internal static class HardChecks
{
    internal static IEnumerable<GateCheck> Of(GateNumbers before, GateNumbers after, CaseId id, GateRules rules)
    {
        foreach (Metric metric in rules.Hard.Select(static rule => rule.Metric).Distinct())
            if (rules.RuleFor(metric, id) is HardRule rule)
                foreach (string phase in before.Phases(id, metric))
                    if (before.Sample(id, phase, metric) is Sample own && after.Sample(id, phase, metric) is Sample other)
                        yield return Of(id, phase, rule, own, other);
    }

    private static GateCheck Of(CaseId id, string phase, HardRule rule, Sample before, Sample after)
    {
        double limit = 1 + rule.More, baseline = before.Median, candidate = after.Median;
        // What was nothing may not become something.
        double? ratio = baseline > 0 ? candidate / baseline : null;
        bool more = candidate > baseline * limit;
        bool less = candidate < baseline / limit;
        string change = ratio is double factor ? GateJudge.Percent(factor) : $"from 0 to {candidate:0}";
        return new GateCheck
        {
            Case = id,
            Subject = GateSubject.Hard(rule.Metric),
            Phase = phase,
            Answer = more ? GateAnswer.Regressed : less ? GateAnswer.Improved : GateAnswer.Fine,
            Text = more ? $"{change}, the limit is {GateJudge.Percent(limit)}" : candidate == baseline ? "as before" : change,
            Baseline = baseline,
            Candidate = candidate,
            Ratio = ratio,
            Limit = limit,
            BaselineProcesses = before.Count,
            CandidateProcesses = after.Count,
        };
    }
}
