using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>Holds a candidate against a baseline by the rules.</summary>
/// <remarks>
/// Hard checks compare numbers that are the same each time. Soft ones are red only where the lower bound of the ratio is beyond the limit; all of them
/// together are wrong as often as <see cref="GateRules.FalseAlarm"/> allows, by Bonferroni's division of that level.
/// </remarks>
public static class GateJudge
{
    /// <exception cref="UsageException">The machines differ, or there is no such backend to compare them through.</exception>
    public static GateReport Judge(IReadOnlyList<GateRun> baseline, IReadOnlyList<GateRun> candidate, GateRules rules, GateOptions options)
    {
        GateNumbers before = new(baseline), after = new(candidate);
        Comparable comparable = Comparable.Of(before, after, rules, options);
        List<GateCheck> checks = [.. OutcomeChecks.Of(before, after, rules, options.Only)];
        checks.AddRange(comparable.Answers);
        foreach (CaseId id in comparable.Cases)
            checks.AddRange(HardChecks.Of(before, after, id, rules, options));
        checks.AddRange(SoftChecks.Of(before, after, comparable.Cases, rules, options));
        GateSide side = before.Side;
        return new GateReport
        {
            Baseline = side,
            Candidate = after.Side,
            Rules = rules,
            Through = options.Through,
            // An accepted change of a number has moved its limit already.
            Checks = [.. checks.Select(check => check is { Colour: GateColour.Red, Subject.Metric: null } && options.Accepted(check, side) is AcceptedChange accepted
                    ? check with { Answer = GateAnswer.Accepted, Reason = accepted.Reason } : check)
                .OrderBy(static check => check.Case.ToString(), StringComparer.Ordinal)],
            Notes = comparable.Notes,
        };
    }

    /// <summary>The last rule that concerns a case and a metric is the one that holds.</summary>
    internal static HardRule? RuleFor(this GateRules rules, Metric metric, CaseId id) =>
        rules.Hard.LastOrDefault(rule => rule.Metric == metric && rule.Cases.Any(glob => Names.Matches(glob, id.ToString())));

    /// <summary>A ratio as people say it: <c>+12.3 %</c>.</summary>
    internal static string Percent(double ratio)
    {
        double percent = (ratio - 1) * 100;
        if (percent == 0)
            return "+0 %";
        return $"{(percent < 0 ? "−" : "+")}{(Math.Abs(percent) < 100 ? Rounding.Fixed(Math.Abs(percent), Math.Abs(percent) < 1 ? 2 : 1) : Rounding.Significant(Math.Abs(percent), 3))} %";
    }
}
