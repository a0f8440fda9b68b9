namespace Bench.Core;

/// <summary>One case became slower or faster while the run went on.</summary>
/// <param name="Change">From the first position of the run to the last, as a share of the median.</param>
/// <param name="Probability">Of a trend like this in one of the <paramref name="Tried"/> cases by chance alone.</param>
public sealed record Drift(CaseId CaseId, string Phase, double Change, double Probability, int Tried) : Finding(CaseId, Phase)
{
    internal const double Significance = 0.05;

    /// <summary>Less than this over the whole run does not matter to a reader.</summary>
    internal const double LeastChange = 0.01;

    public override string Id => "drift";
    public override string Text => $"{Phase}: {(Change > 0 ? "rose" : "fell")} by {FindingText.Percent(Math.Abs(Change))} in the course of the run (chance of that in one of {Tried} cases: {Probability:G1})";
    public override string Advice => "something that this program depends on changed meanwhile, such as a cache on the disk; run it again apart";

    /// <remarks>Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979): 108 cases do not cry wolf.</remarks>
    internal static IEnumerable<Finding> In(Summary summary)
    {
        IReadOnlyList<(CaseId Case, Trend Trend)> trends = [.. summary.Trends.OrderBy(static one => one.Trend.Probability)];
        for (int i = 0; i < trends.Count; i++)
        {
            double probability = Math.Min(1, trends[i].Trend.Probability * (trends.Count - i));
            if (probability > Significance)
                yield break;
            if (Math.Abs(trends[i].Trend.Change) >= LeastChange)
                yield return new Drift(trends[i].Case, summary.ComparedPhase(trends[i].Case), trends[i].Trend.Change, probability, trends.Count);
        }
    }
}
