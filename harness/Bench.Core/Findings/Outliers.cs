using Perfolizer.Mathematics.OutlierDetection;

namespace Bench.Core;

/// <summary>Values far out of the others' range: more than three interquartile ranges beyond the quartiles and 5 % off the median.</summary>
/// <remarks>Tukey, Exploratory Data Analysis (1977): the outer fences. The inner ones would fire in a third of small normal samples.</remarks>
public sealed record Outliers(CaseId CaseId, string Phase, int Count, int Of, double Farthest, double Median) : Finding(CaseId, Phase)
{
    private const double Fences = 3, LeastShare = 0.05;

    /// <summary>Quartiles of fewer values are two or three of the values themselves.</summary>
    private const int FewestValues = 8;

    public override string Id => "outliers";
    public override string Text => $"{Phase}: {Count} of {Of} values lie far out, the farthest at {FindingText.Time(Farthest)} beside a median of {FindingText.Time(Median)}";
    public override string Advice => "read the median, not the mean; if they come again in another run they belong to the program";

    internal static IEnumerable<Finding> In(Summary summary) => summary.FirstPhaseOf((id, phase) =>
    {
        if (summary[id, phase, Metric.Wall] is not Sample { Count: >= FewestValues } sample)
            return null;
        double[] far = [.. TukeyOutlierDetector.Create(sample.Values, Fences).AllOutliers(sample.Values).Where(value => Math.Abs(value - sample.Median) > LeastShare * sample.Median)];
        return far.Length == 0 ? null : new Outliers(id, phase, far.Length, sample.Count, far.MaxBy(value => Math.Abs(value - sample.Median)), sample.Median);
    });
}
