using Bench.Core;

namespace Bench.Gate;

/// <summary>Numbers that come out otherwise each time.</summary>
internal static class SoftChecks
{
    internal static IEnumerable<GateCheck> Of(GateNumbers before, GateNumbers after, IReadOnlyList<CaseId> cases, GateRules rules, GateOptions options)
    {
        GateSide side = before.Side;
        double betweenRuns = BetweenRuns(before, after, options);
        Question[] questions = [.. cases.SelectMany(id => QuestionsOf(before, after, id, rules, options, betweenRuns))];
        double alpha = rules.FalseAlarm / Math.Max(1, questions.Length);
        return questions.Select(question => question.Answered(options.Suspicion ?? alpha, alpha, rules.Overlooked, options, side));
    }

    /// <summary>Of the ratio of the two sides' levels: what each side's runs share by luck. None where both were measured in turn.</summary>
    private static double BetweenRuns(GateNumbers before, GateNumbers after, GateOptions options) =>
        before.First.Options.Pair is string pair && before.Runs.Concat(after.Runs).All(one => one.Run.Header.Options.Pair == pair) ? 0
        : (options.Noise?.BetweenRuns ?? GateNoise.UsualBetweenRuns) * Math.Sqrt((1.0 / before.Runs.Count) + (1.0 / after.Runs.Count));

    private static IEnumerable<Question> QuestionsOf(GateNumbers before, GateNumbers after, CaseId id, GateRules rules, GateOptions options, double betweenRuns)
    {
        foreach (IGrouping<(Metric Metric, string Phase), SoftRule> rule in rules.Soft
            .Where(rule => rule.Cases.Any(glob => Names.Matches(glob, id.ToString())))
            .GroupBy(rule => (rule.Metric, rule.Phase ?? PhaseOf(before, id, rule.Metric))))
        {
            (Metric metric, string phase) = rule.Key;
            if (Positive(before.Sample(id, phase, metric)) is not Sample own || Positive(after.Sample(id, phase, metric)) is not Sample other)
                continue;
            SoftVerdict verdict = new(own, other, betweenRuns);
            if (options.Through is string through)
            {
                CaseId reference = id with { Backend = through };
                if (id.Backend == through || Positive(before.Sample(reference, phase, metric)) is not Sample ownReference || Positive(after.Sample(reference, phase, metric)) is not Sample otherReference)
                    continue;
                verdict = verdict.Through(ownReference, otherReference);
            }
            double? known = options.Through is null && options.Noise?.Spreads.TryGetValue((id, phase, metric), out double spread) == true ? spread : null;
            yield return new Question(id, metric, phase, rule.Last().More, own, other, verdict, known);
        }
    }

    private static string PhaseOf(GateNumbers side, CaseId id, Metric metric) => metric == Metric.Wall ? side.ComparedPhase(id) : Phases.Total;

    /// <summary>A ratio of zeros says nothing.</summary>
    private static Sample? Positive(Sample? sample) => sample is { Minimum: > 0 } ? sample : null;

    private sealed record Question(CaseId Case, Metric Metric, string Phase, double More, Sample Baseline, Sample Candidate, SoftVerdict Verdict, double? KnownSpread)
    {
        internal GateCheck Answered(double alpha, double improvedAlpha, double overlooked, GateOptions options, GateSide side)
        {
            GateCheck check = new()
            {
                Case = Case,
                Subject = GateSubject.Soft(Metric),
                Phase = Phase,
                Answer = GateAnswer.CannotTell,
                Text = "",
                Baseline = Baseline.Median,
                Candidate = Candidate.Median,
                Ratio = Verdict.Ratio,
                Low = Verdict.Above(alpha),
                High = Verdict.Below(overlooked) is < double.PositiveInfinity and double high ? high : null,
                BaselineProcesses = Baseline.Count,
                CandidateProcesses = Candidate.Count,
            };
            AcceptedChange? accepted = options.Accepted(check, side);
            double limit = (1 + More) * Math.Max(1, accepted?.Ratio ?? 1);
            GateAnswer answer = check.Low > limit ? GateAnswer.Regressed
                : Verdict.Below(improvedAlpha) < 1 ? GateAnswer.Improved
                : check.High < limit ? accepted is not null && check.Low > 1 + More ? GateAnswer.Accepted : GateAnswer.Fine
                : GateAnswer.CannotTell;
            double sees = (KnownSpread is double spread ? new SoftVerdict(Baseline, Candidate, 0) { Spread = spread } : Verdict).Sees(limit, alpha);
            int? more = answer == GateAnswer.CannotTell ? Verdict.More(limit, alpha, overlooked) : null;
            return check with
            {
                Answer = answer,
                Limit = limit,
                Sees = double.IsFinite(sees) ? sees : null,
                MoreProcesses = more,
                Reason = accepted?.Reason,
                Text = TextOf(answer, check, limit, more, alpha),
            };
        }

        private string TextOf(GateAnswer answer, GateCheck check, double limit, int? more, double alpha) => answer switch
        {
            GateAnswer.Regressed => $"{GateJudge.Percent(check.Ratio!.Value)}, surely above {GateJudge.Percent(limit)}",
            GateAnswer.Improved => $"{GateJudge.Percent(check.Ratio!.Value)}, surely less than before",
            GateAnswer.Fine => $"{GateJudge.Percent(check.Ratio!.Value)}, below {GateJudge.Percent(limit)}",
            GateAnswer.Accepted => $"{GateJudge.Percent(check.Ratio!.Value)}, as accepted",
            GateAnswer.CannotTell when check.Low == 0 && Verdict.Ratio > limit => $"{GateJudge.Percent(check.Ratio!.Value)}, but {Math.Min(Baseline.Count, Candidate.Count)} processes a side are too few for any red: at least {RankRatio.FewestValues(alpha)}",
            GateAnswer.CannotTell => $"{GateJudge.Percent(check.Ratio!.Value)}, cannot tell; {(more is int count ? $"{count} more processes a side would" : "it lies too near its limit for processes to settle")}",
            _ => throw new ArgumentOutOfRangeException(nameof(answer)),
        };
    }
}
