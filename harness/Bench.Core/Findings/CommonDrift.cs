namespace Bench.Core;

/// <summary>The cases together became slower or faster while the run went on: the machine did.</summary>
/// <param name="Change">Median over cases of the change from the beginning of the run to its end, as a share.</param>
/// <param name="Probability">Of trends that agree as much by chance.</param>
public sealed record CommonDrift(double Change, double Probability, int Rising, int Falling) : Finding((CaseId?)null)
{
    public override string Id => "common-drift";
    public override string Text =>
        $"the machine became {(Change > 0 ? "slower" : "faster")} by {FindingText.Percent(Math.Abs(Change))} in the course of the run: {Rising} cases rose, {Falling} fell (chance of that: {Probability:G1})";
    public override string Advice => "rounds in random order spread it over all cases alike, so ratios hold; do not compare these times with another run's";

    internal static IEnumerable<Finding> In(Summary summary)
    {
        IReadOnlyList<(CaseId Case, Trend Trend)> trends = summary.Trends;
        double probability = Trend.ProbabilityOf(trends.Sum(static one => one.Trend.Score), trends.Sum(static one => one.Trend.Variance));
        if (trends.Count < 2 || probability > Drift.Significance)
            yield break;
        double change = new Sample(trends.Select(static one => one.Trend.Change)).Median;
        if (Math.Abs(change) >= Drift.LeastChange)
            yield return new CommonDrift(change, probability, trends.Count(static one => one.Trend.Score > 0), trends.Count(static one => one.Trend.Score < 0));
    }
}
