using Bench.Core;

namespace Bench.Gate;

/// <summary>Numbers that come out otherwise each time.</summary>
internal static class SoftChecks
{
    internal static IEnumerable<GateCheck> Of(GateNumbers before, GateNumbers after, IReadOnlyList<CaseId> cases, GateRules rules, GateOptions options)
    {
        Question[] questions = [.. cases.SelectMany(id => QuestionsOf(before, after, id, rules, options))];
        double alpha = rules.FalseAlarm / Math.Max(1, questions.Length);
        return questions.Select(question => question.Answered(options.Suspicion ?? alpha, alpha, rules.Overlooked, options, before.Side));
    }

    private static IEnumerable<Question> QuestionsOf(GateNumbers before, GateNumbers after, CaseId id, GateRules rules, GateOptions options)
    {
        bool inTurn = before.Pairs.Count > 0 && before.Pairs.SetEquals(after.Pairs) && options.Through is null;
        foreach (IGrouping<(Metric Metric, string Phase), SoftRule> rule in rules.Soft
            .Where(rule => rule.Cases.Any(glob => Names.Matches(glob, id.ToString())))
            .GroupBy(rule => (rule.Metric, rule.Phase ?? PhaseOf(before, id, rule.Metric))))
        {
            (Metric metric, string phase) = rule.Key;
            if (Positive(before.Sample(id, phase, metric)) is not Sample own || Positive(after.Sample(id, phase, metric)) is not Sample other)
                continue;
            // Of the ratio of the two sides' levels: what each side's runs share by luck.
            double betweenRuns = inTurn ? 0 : (options.Noise?.BetweenRunsOf(id, phase, metric) ?? GateNoise.UsualBetweenRuns) * Math.Sqrt((1.0 / before.Runs.Count) + (1.0 / after.Runs.Count));
            RankRatio? through = null;
            if (options.Through is string backend)
            {
                CaseId reference = id with { Backend = backend };
                if (id.Backend == backend || Positive(before.Sample(reference, phase, metric)) is not Sample ownReference || Positive(after.Sample(reference, phase, metric)) is not Sample otherReference)
                    continue;
                through = new RankRatio(otherReference, ownReference);
            }
            yield return new Question(id, metric, phase, rule.Last().More, own, other, inTurn ? QuotientsOf(before, after, id, phase, metric) : [], betweenRuns, through);
        }
    }

    /// <summary>Of the processes that ran beside each other.</summary>
    private static double[] QuotientsOf(GateNumbers before, GateNumbers after, CaseId id, string phase, Metric metric)
    {
        IReadOnlyDictionary<(string Pair, int Process), double> own = before.ByPair(id, phase, metric), other = after.ByPair(id, phase, metric);
        return [.. own.Where(one => other.ContainsKey(one.Key)).OrderBy(static one => one.Key).Select(one => other[one.Key] / one.Value)];
    }

    private static string PhaseOf(GateNumbers side, CaseId id, Metric metric) => metric == Metric.Wall ? side.ComparedPhase(id) : Phases.Total;

    /// <summary>A ratio of zeros says nothing.</summary>
    private static Sample? Positive(Sample? sample) => sample is { Minimum: > 0 } ? sample : null;

    private sealed record Question(CaseId Case, Metric Metric, string Phase, double More, Sample Baseline, Sample Candidate, double[] Quotients, double BetweenRuns, RankRatio? Through)
    {
        internal GateCheck Answered(double alpha, double improvedAlpha, double overlooked, GateOptions options, GateSide side)
        {
            // By pairs, unless there are too few for this level: quotients of all processes need fewer. What the values are plays no part in the choice.
            bool paired = Quotients.Length >= PairedRatio.FewestPairs(alpha);
            SoftVerdict verdict = new(paired ? new PairedRatio(Quotients) : new RankRatio(Candidate, Baseline), paired ? Quotients.Length : Baseline.Count, paired ? Quotients.Length : Candidate.Count, BetweenRuns, Through);
            GateCheck check = new()
            {
                Case = Case,
                Subject = GateSubject.Soft(Metric),
                Phase = Phase,
                Answer = GateAnswer.CannotTell,
                Text = "",
                Baseline = Baseline.Median,
                Candidate = Candidate.Median,
                Ratio = verdict.Ratio,
                Low = verdict.Above(alpha),
                High = verdict.Below(overlooked) is < double.PositiveInfinity and double high ? high : null,
                BaselineProcesses = Baseline.Count,
                CandidateProcesses = Candidate.Count,
            };
            AcceptedChange? accepted = options.Accepted(check, side);
            double limit = (1 + More) * Math.Max(1, accepted?.Ratio ?? 1);
            GateAnswer answer = check.Low > limit ? GateAnswer.Regressed
                : verdict.Below(improvedAlpha) < 1 ? GateAnswer.Improved
                : check.High < limit ? accepted is not null && check.Low > 1 + More ? GateAnswer.Accepted : GateAnswer.Fine
                : GateAnswer.CannotTell;
            double spread = Through is null && options.Noise?.SpreadOf(Case, Phase, Metric, paired) is double known ? known : verdict.Spread;
            double sees = verdict.Sees(limit, alpha, spread);
            int? more = answer == GateAnswer.CannotTell ? verdict.More(limit, alpha, overlooked) : null;
            return check with
            {
                Answer = answer,
                Limit = limit,
                Sees = double.IsFinite(sees) ? sees : null,
                MoreProcesses = more,
                Reason = accepted?.Reason,
                Text = TextOf(answer, verdict, limit, more, alpha),
            };
        }

        private string TextOf(GateAnswer answer, SoftVerdict verdict, double limit, int? more, double alpha)
        {
            string change = GateJudge.Percent(verdict.Ratio);
            return answer switch
            {
                GateAnswer.Regressed => $"{change}, surely above {GateJudge.Percent(limit)}",
                GateAnswer.Improved => $"{change}, surely less than before",
                GateAnswer.Fine => $"{change}, below {GateJudge.Percent(limit)}",
                GateAnswer.Accepted => $"{change}, as accepted",
                GateAnswer.CannotTell when verdict.Above(alpha) == 0 && verdict.Ratio > limit =>
                    $"{change}, but {Math.Min(Baseline.Count, Candidate.Count)} processes a side are too few for any red: at least {verdict.Fewest(alpha)}",
                GateAnswer.CannotTell => $"{change}, cannot tell; {(more is int count ? $"{count} more processes a side would"
                    : BetweenRuns > 0 ? "runs that were not measured in turn differ too much: gate ab measures them so, or give several runs a side"
                    : "it lies too near its limit for processes to settle")}",
                _ => throw new ArgumentOutOfRangeException(nameof(answer)),
            };
        }
    }
}
