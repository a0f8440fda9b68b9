namespace Bench.Core;

/// <summary>How the widest interval of a run narrowed while it was measured: by it, two ways to spend the same time can be compared.</summary>
public sealed record PrecisionTrace(IReadOnlyList<PrecisionMoment> Moments)
{
    /// <param name="baseline">The backend to divide by.</param>
    /// <param name="steps">How many moments, at equal distances; a moment is the end of a process.</param>
    public static PrecisionTrace Of(RunRecord run, string? baseline, int steps = 100)
    {
        ProcessValues values = new(run);
        HashSet<CaseId> failed = [.. run.Outcomes.Values.OfType<Outcome.Failed>().Select(static outcome => outcome.Case)];
        (CaseId Case, double? Value, TimeSpan Took)[] processes = [.. run.Processes.OrderBy(static one => one.Sequence)
            .Select(one => (one.Case, one.Kind == WorkKind.Execute && !failed.Contains(one.Case) ? ProcessValues.Compared(one.Kind, values.Of(one)) : null, values.Took(one)))];
        TimeSpan each = processes.Aggregate(TimeSpan.Zero, static (sum, one) => sum + one.Took) / steps, spent = TimeSpan.Zero;
        int cases = processes.Where(static one => one.Value is not null).Select(static one => one.Case).Distinct().Count();
        Dictionary<CaseId, List<double>> seen = [];
        List<PrecisionMoment> moments = [];
        for (int i = 0; i < processes.Length; i++)
        {
            spent += processes[i].Took;
            if (processes[i].Value is double value)
            {
                if (!seen.TryGetValue(processes[i].Case, out List<double>? own))
                    seen[processes[i].Case] = own = [];
                own.Add(value);
            }
            if (spent >= each * (moments.Count + 1) || i == processes.Length - 1)
                moments.Add(Moment(spent, seen, cases, baseline));
        }
        return new PrecisionTrace(moments);
    }

    /// <summary>The time of measuring from which on no interval was wider than this.</summary>
    /// <param name="width">Relative half-width, as a share.</param>
    /// <returns>Null where that was never reached.</returns>
    public TimeSpan? Reaches(double width)
    {
        int above = Moments.Count - 1;
        while (above >= 0 && Moments[above].Widest <= width)
            above--;
        return above == Moments.Count - 1 ? null : Moments[above + 1].Spent;
    }

    private static PrecisionMoment Moment(TimeSpan spent, Dictionary<CaseId, List<double>> seen, int cases, string? baseline)
    {
        if (seen.Count < cases || seen.Values.Any(static one => one.Count < MedianEstimate.FewestValues))
            return new PrecisionMoment(spent, null, null);
        Dictionary<CaseId, Sample> samples = seen.ToDictionary(static pair => pair.Key, static pair => new Sample(pair.Value));
        (CaseId id, double? widest) = samples.Keys.Select(one => (one, HalfWidth(one, samples, baseline))).MaxBy(static one => one.Item2 ?? double.PositiveInfinity);
        return new PrecisionMoment(spent, widest, id);
    }

    private static double? HalfWidth(CaseId one, Dictionary<CaseId, Sample> samples, string? baseline) =>
        (PrecisionReport.BaselineOf(one, baseline) is CaseId other && samples.GetValueOrDefault(other) is { Median: > 0 } divisor
            ? RatioEstimate.Of(samples[one], divisor)
            : MedianEstimate.Of(samples[one])).RelativeHalfWidth;
}

/// <param name="Spent">On measuring until then.</param>
/// <param name="Widest">Relative half-width; null while a case has too few processes for an interval.</param>
/// <param name="Case">Whose it is.</param>
public sealed record PrecisionMoment(TimeSpan Spent, double? Widest, CaseId? Case);
