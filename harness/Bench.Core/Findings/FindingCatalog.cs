namespace Bench.Core;

/// <summary>Looks for everything that a reader should doubt in a run.</summary>
public static class FindingCatalog
{
    public static IEnumerable<Finding> Of(Summary summary)
    {
        if (summary.Run.Measurements.Count > 0 && summary.Run.Measurements.All(static one => one.Metric != Metric.Instructions))
            yield return new InstructionsAbsent();
    }
}
