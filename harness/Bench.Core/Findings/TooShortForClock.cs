namespace Bench.Core;

/// <summary>A phase so short that the clock's steps are a share of it.</summary>
/// <param name="Step">Nanoseconds: the greatest common divisor of all times of the backend's phase, and no less than what reading a clock costs.</param>
public sealed record TooShortForClock(CaseId CaseId, string Phase, double Median, long Step) : Finding(CaseId, Phase)
{
    /// <summary>Nanoseconds; reading the monotonic clock through the vDSO takes 20 to 30.</summary>
    private const long ClockCost = 32;

    private const int FewestSteps = 100;

    /// <summary>Numbers without a common divisor are 61 % of pairs, but 99.6 % of eights.</summary>
    private const int FewestValues = 8;

    public override string Id => "too-short-for-clock";
    public override string Text => $"{Phase}: {FindingText.Time(Median)} is fewer than {FewestSteps} steps of its clock ({FindingText.Time(Step)})";
    public override string Advice => "take a larger size of the workload; do not compare this phase";

    internal static IEnumerable<Finding> In(Summary summary) => summary.TooShort;

    internal static IEnumerable<TooShortForClock> Among(Summary summary)
    {
        Dictionary<(string Backend, string Phase), long> steps = summary.Run.Measurements
            .Where(static one => one is { Metric: Metric.Wall, Value: > 0 })
            .GroupBy(static one => (one.Case.Backend, one.Phase))
            .ToDictionary(static group => group.Key, static group => StepOf([.. group.Select(static one => one.Value).Distinct()]));
        foreach (CaseId id in summary.Cases)
            foreach (string phase in Summary.TimedPhases)
                if (summary[id, phase, Metric.Wall] is Sample sample && steps.GetValueOrDefault((id.Backend, phase), ClockCost) is long step && sample.Median < FewestSteps * step)
                    yield return new TooShortForClock(id, phase, sample.Median, step);
    }

    private static long StepOf(IReadOnlyList<long> values) => values.Count < FewestValues ? ClockCost : Math.Max(ClockCost, values.Aggregate(0L, static (divisor, value) =>
    {
        while (value != 0)
            (divisor, value) = (value, divisor % value);
        return divisor;
    }));
}
